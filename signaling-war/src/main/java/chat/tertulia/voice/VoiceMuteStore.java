package chat.tertulia.voice;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.util.List;

/** The table {@code voice_mute}: who is muted by the server, across sessions and restarts. */
@Service
public class VoiceMuteStore {
    List<String> all(Tx tx) {
        return tx.handle()
                .createQuery("select member_id from voice_mute")
                .mapTo(String.class)
                .list();
    }

    void mute(Tx tx, String memberId, String mutedBy, String mutedAt) {
        tx.handle()
                .createUpdate("""
                        insert into voice_mute (member_id, muted_by, muted_at) values (:member, :by, :at)
                        on conflict (member_id) do nothing""")
                .bind("member", memberId)
                .bind("by", mutedBy)
                .bind("at", mutedAt)
                .execute();
    }

    void unmute(Tx tx, String memberId) {
        tx.handle()
                .createUpdate("delete from voice_mute where member_id = :member")
                .bind("member", memberId)
                .execute();
    }
}
