package chat.tertulia.message;

import chat.tertulia.message.MessageView.Reaction;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reactions, one row for each message, source and member. */
@Service
public class ReactionStore {
    /** Whether there was one to remove. */
    boolean remove(Tx tx, String messageId, String src, String memberId) {
        return tx.handle()
                        .createUpdate("""
                        delete from message_reactions
                        where message_id = :messageId and src = :src and member_id = :memberId""")
                        .bind("messageId", messageId)
                        .bind("src", src)
                        .bind("memberId", memberId)
                        .execute()
                == 1;
    }

    void add(Tx tx, String messageId, String src, String memberId, long reactedAt) {
        tx.handle()
                .createUpdate("""
                        insert into message_reactions (message_id, src, member_id, reacted_at)
                        values (:messageId, :src, :memberId, :reactedAt)
                        on conflict (message_id, src, member_id) do nothing""")
                .bind("messageId", messageId)
                .bind("src", src)
                .bind("memberId", memberId)
                .bind("reactedAt", reactedAt)
                .execute();
    }

    List<String> distinct(Tx tx, String messageId) {
        return tx.handle()
                .createQuery("select distinct src from message_reactions where message_id = :messageId")
                .bind("messageId", messageId)
                .mapTo(String.class)
                .list();
    }

    /** By message id; what was used first comes first. */
    Map<String, List<Reaction>> of(Tx tx, Collection<String> messageIds) {
        Map<String, Map<String, List<String>>> members = new HashMap<>();
        if (!messageIds.isEmpty()) {
            tx.handle()
                    .createQuery("""
                            select message_id, src, member_id from message_reactions
                            where message_id in (<messageIds>) order by reacted_at, src, member_id""")
                    .bindList("messageIds", List.copyOf(messageIds))
                    .map((row, _) ->
                            new Row(row.getString("message_id"), row.getString("src"), row.getString("member_id")))
                    .forEach(row -> members.computeIfAbsent(row.messageId(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(row.src(), _ -> new ArrayList<>())
                            .add(row.memberId()));
        }
        Map<String, List<Reaction>> reactions = new HashMap<>();
        members.forEach((messageId, bySrc) -> reactions.put(messageId, reactions(bySrc)));
        return reactions;
    }

    private record Row(String messageId, String src, String memberId) {}

    private static List<Reaction> reactions(Map<String, List<String>> bySrc) {
        return bySrc.entrySet().stream()
                .map(one -> new Reaction(one.getKey(), one.getValue().size(), List.copyOf(one.getValue())))
                .toList();
    }
}
