package chat.tertulia.message;

import org.jspecify.annotations.Nullable;

/**
 * A stored message.
 *
 * @param createdAt epoch milliseconds
 * @param editedAt epoch milliseconds, null when never edited
 */
record Message(
        String messageId,
        String conversationId,
        String senderMemberId,
        String text,
        @Nullable String replyToMessageId,
        long createdAt,
        @Nullable Long editedAt) {
    Message edited(String newText, long now) {
        return new Message(messageId, conversationId, senderMemberId, newText, replyToMessageId, createdAt, now);
    }
}
