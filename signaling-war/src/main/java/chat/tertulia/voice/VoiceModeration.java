package chat.tertulia.voice;

import chat.tertulia.channel.ChannelDeleted;
import chat.tertulia.member.Member;
import chat.tertulia.member.MemberRemoved;
import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import chat.tertulia.voice.signal.RoomDirectory;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import livekit.LivekitModels.DisconnectReason;

/** Muting and cutting members in voice, by who outranks them; and cutting those whose membership or channel ends. */
@Service
public class VoiceModeration {
    private final Database database;
    private final Members members;
    private final VoiceMuteStore mutes;
    private final VoiceDoor door;
    private final RoomDirectory rooms;
    private final Clock clock;

    @Inject
    public VoiceModeration(
            Database database, Members members, VoiceMuteStore mutes, VoiceDoor door, VoiceMedia media, Clock clock) {
        this.database = database;
        this.members = members;
        this.mutes = mutes;
        this.door = door;
        this.rooms = media.rooms();
        this.clock = clock;
    }

    void disconnect(String actorId, String targetId) {
        database.read(tx -> outranked(tx, actorId, targetId));
        cut(targetId);
    }

    void mute(String actorId, String targetId, boolean muted) {
        database.writing(tx -> {
            outranked(tx, actorId, targetId);
            if (muted) {
                mutes.mute(tx, targetId, actorId, IsoTime.of(clock.instant()));
            } else {
                mutes.unmute(tx, targetId);
            }
            tx.afterCommit(() -> {
                door.mute(targetId, muted);
                rooms.serverMute(targetId, muted);
            });
        });
    }

    void removed(@Observes MemberRemoved event) {
        cut(event.memberId());
    }

    void deleted(@Observes ChannelDeleted event) {
        rooms.close(event.channelId());
    }

    /** The token first, so that nobody slips back in with it. */
    private void cut(String memberId) {
        door.revoke(memberId);
        rooms.cut(memberId, DisconnectReason.PARTICIPANT_REMOVED);
    }

    private Member outranked(Tx tx, String actorId, String targetId) {
        Member actor = members.requirePermission(tx, actorId, Permission.MUTE_MEMBERS);
        Member target = members.require(tx, targetId);
        if (!actor.role().outranks(target.role())) {
            throw Refusal.of(ErrorCode.OUTRANKED, "You may do this only to members below your rank.");
        }
        return target;
    }
}
