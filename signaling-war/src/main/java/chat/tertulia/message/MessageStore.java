package chat.tertulia.message;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Messages, their attachments and the nonces that tell a retry from a second message. */
@Service
public class MessageStore {
    void insert(Tx tx, Message message, List<String> fileIds) {
        tx.handle()
                .createUpdate("""
                        insert into messages
                            (message_id, conversation_id, sender_member_id, text, reply_to_message_id, created_at)
                        values (:messageId, :conversationId, :sender, :text, :replyTo, :createdAt)""")
                .bind("messageId", message.messageId())
                .bind("conversationId", message.conversationId())
                .bind("sender", message.senderMemberId())
                .bind("text", message.text())
                .bind("replyTo", message.replyToMessageId())
                .bind("createdAt", message.createdAt())
                .execute();
        for (int position = 0; position < fileIds.size(); position++) {
            tx.handle()
                    .createUpdate("""
                            insert into message_attachments (message_id, position, file_id)
                            values (:messageId, :position, :fileId)""")
                    .bind("messageId", message.messageId())
                    .bind("position", position)
                    .bind("fileId", fileIds.get(position))
                    .execute();
        }
        tx.handle()
                .createUpdate("""
                        update conversations set last_message_id = :messageId
                        where conversation_id = :conversationId""")
                .bind("messageId", message.messageId())
                .bind("conversationId", message.conversationId())
                .execute();
    }

    /** The newest id that the conversation has ever had, also when that message is gone. */
    @Nullable
    String lastId(Tx tx, String conversationId) {
        return tx.handle()
                .createQuery("select last_message_id from conversations where conversation_id = :conversationId")
                .bind("conversationId", conversationId)
                .mapTo(String.class)
                .findFirst()
                .orElse(null);
    }

    Optional<Message> find(Tx tx, String conversationId, String messageId) {
        return tx.handle()
                .createQuery("""
                        select * from messages
                        where message_id = :messageId and conversation_id = :conversationId""")
                .bind("messageId", messageId)
                .bind("conversationId", conversationId)
                .map(MessageStore::message)
                .findOne();
    }

    /** Newest first. */
    List<Message> before(Tx tx, String conversationId, @Nullable String cursor, int limit) {
        String bound = cursor == null ? "" : "and message_id < :cursor";
        return page(tx, conversationId, bound, "desc", cursor, limit);
    }

    /** Oldest first. */
    List<Message> after(Tx tx, String conversationId, String cursor, int limit) {
        return page(tx, conversationId, "and message_id > :cursor", "asc", cursor, limit);
    }

    private static List<Message> page(
            Tx tx, String conversationId, String bound, String order, @Nullable String cursor, int limit) {
        var query = tx.handle()
                .createQuery("select * from messages where conversation_id = :conversationId " + bound
                        + " order by message_id " + order + " limit :limit")
                .bind("conversationId", conversationId)
                .bind("limit", limit);
        if (cursor != null) {
            query.bind("cursor", cursor);
        }
        return query.map(MessageStore::message).list();
    }

    void edit(Tx tx, Message message) {
        tx.handle()
                .createUpdate("update messages set text = :text, edited_at = :editedAt where message_id = :messageId")
                .bind("messageId", message.messageId())
                .bind("text", message.text())
                .bind("editedAt", message.editedAt())
                .execute();
    }

    void delete(Tx tx, String messageId) {
        tx.handle()
                .createUpdate("delete from messages where message_id = :messageId")
                .bind("messageId", messageId)
                .execute();
    }

    /** File ids by message id, in their order. */
    Map<String, List<String>> attachments(Tx tx, Collection<String> messageIds) {
        Map<String, List<String>> byMessage = new HashMap<>();
        if (!messageIds.isEmpty()) {
            tx.handle()
                    .createQuery("""
                            select message_id, file_id from message_attachments
                            where message_id in (<messageIds>) order by message_id, position""")
                    .bindList("messageIds", List.copyOf(messageIds))
                    .map((row, _) -> Map.entry(row.getString("message_id"), row.getString("file_id")))
                    .forEach(row -> byMessage
                            .computeIfAbsent(row.getKey(), _ -> new ArrayList<>())
                            .add(row.getValue()));
        }
        return byMessage;
    }

    /** Files of all messages of a conversation. */
    List<String> filesIn(Tx tx, String conversationId) {
        return tx.handle()
                .createQuery("""
                        select distinct a.file_id from message_attachments a
                        join messages m on m.message_id = a.message_id where m.conversation_id = :conversationId""")
                .bind("conversationId", conversationId)
                .mapTo(String.class)
                .list();
    }

    void deleteAll(Tx tx, String conversationId) {
        tx.handle()
                .createUpdate("delete from messages where conversation_id = :conversationId")
                .bind("conversationId", conversationId)
                .execute();
    }

    /** Messages that carry the file. */
    List<Message> carrying(Tx tx, String fileId) {
        return tx.handle()
                .createQuery("""
                        select m.* from messages m
                        where m.message_id in (select a.message_id from message_attachments a where a.file_id = :fileId)
                        order by m.message_id""")
                .bind("fileId", fileId)
                .map(MessageStore::message)
                .list();
    }

    boolean isCarried(Tx tx, String fileId) {
        return tx.handle()
                .createQuery("select 1 from message_attachments where file_id = :fileId limit 1")
                .bind("fileId", fileId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The message that this nonce of this member has already made, be it gone or not. */
    Optional<String> sentWith(Tx tx, String memberId, String conversationId, String nonce) {
        return tx.handle()
                .createQuery("""
                        select message_id from message_nonces where sender_member_id = :memberId
                            and conversation_id = :conversationId and nonce = :nonce""")
                .bind("memberId", memberId)
                .bind("conversationId", conversationId)
                .bind("nonce", nonce)
                .mapTo(String.class)
                .findOne();
    }

    void rememberNonce(Tx tx, Message message, String nonce) {
        tx.handle()
                .createUpdate("""
                        insert into message_nonces (sender_member_id, conversation_id, nonce, message_id, created_at)
                        values (:memberId, :conversationId, :nonce, :messageId, :createdAt)""")
                .bind("memberId", message.senderMemberId())
                .bind("conversationId", message.conversationId())
                .bind("nonce", nonce)
                .bind("messageId", message.messageId())
                .bind("createdAt", message.createdAt())
                .execute();
    }

    void forgetNonces(Tx tx, long olderThan) {
        tx.handle()
                .createUpdate("delete from message_nonces where created_at < :olderThan")
                .bind("olderThan", olderThan)
                .execute();
    }

    private static Message message(ResultSet row, StatementContext context) throws SQLException {
        long editedAt = row.getLong("edited_at");
        boolean edited = !row.wasNull();
        return new Message(
                row.getString("message_id"),
                row.getString("conversation_id"),
                row.getString("sender_member_id"),
                row.getString("text"),
                row.getString("reply_to_message_id"),
                row.getLong("created_at"),
                edited ? (Long) editedAt : null);
    }
}
