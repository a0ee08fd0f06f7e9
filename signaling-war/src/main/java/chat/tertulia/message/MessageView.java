package chat.tertulia.message;

import chat.tertulia.upload.Attachment;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as members see it (docs/protocol.md §4).
 *
 * @param createdAt ISO 8601 UTC with milliseconds
 * @param nonce only in what the sender gets
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MessageView(
        String conversationId,
        String messageId,
        String senderMemberId,
        String senderNickname,
        @Nullable String senderAvatarFileId,
        String text,
        List<Attachment> attachments,
        List<Reaction> reactions,
        @Nullable String replyToMessageId,
        String createdAt,
        @Nullable String editedAt,
        @Nullable String nonce) {

    /** Who reacted with one and the same thing, in the order in which they did. */
    public record Reaction(String src, int amount, List<String> members) {}

    MessageView withNonce(@Nullable String senderNonce) {
        return new MessageView(
                conversationId,
                messageId,
                senderMemberId,
                senderNickname,
                senderAvatarFileId,
                text,
                attachments,
                reactions,
                replyToMessageId,
                createdAt,
                editedAt,
                senderNonce);
    }
}
