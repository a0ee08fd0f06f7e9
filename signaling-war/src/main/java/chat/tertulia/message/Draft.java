package chat.tertulia.message;

import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.TextRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message to be sent, within the bounds of docs/protocol.md §4. */
record Draft(
        String conversationId,
        String text,
        List<String> fileIds,
        @Nullable String replyToMessageId,
        @Nullable String nonce) {
    static final int MAX_TEXT = 4000;
    static final int MAX_ATTACHMENTS = 10;
    private static final TextRule TEXT = TextRule.lines("text", 0, MAX_TEXT);
    private static final TextRule NONCE = TextRule.line("nonce", 1, 64);

    /** {@code chat:send} as it came. */
    record Request(
            @Nullable String conversationId,
            @Nullable String text,
            @Nullable List<@Nullable String> attachments,
            @Nullable String replyToMessageId,
            @Nullable String nonce) {}

    static Draft of(Request request) {
        String text = Objects.requireNonNullElse(TEXT.permit(request.text()), "");
        List<String> fileIds = fileIds(request.attachments());
        if (fileIds.isEmpty()) {
            requireVisible(text);
        }
        return new Draft(
                required("conversationId", request.conversationId()),
                text,
                fileIds,
                request.replyToMessageId(),
                NONCE.permit(request.nonce()));
    }

    /** The new text of a message. */
    static String edited(@Nullable String text, boolean hasAttachments) {
        String checked = TEXT.require(text);
        if (!hasAttachments) {
            requireVisible(checked);
        }
        return checked;
    }

    private static void requireVisible(String text) {
        if (TextRule.isBlank(text)) {
            throw Refusal.field("text", "A message needs text or an attachment.");
        }
    }

    private static List<String> fileIds(@Nullable List<@Nullable String> attachments) {
        if (attachments == null) {
            return List.of();
        }
        if (attachments.size() > MAX_ATTACHMENTS) {
            throw Refusal.field("attachments", "A message carries at most " + MAX_ATTACHMENTS + " files.");
        }
        LinkedHashSet<String> distinct = new LinkedHashSet<>();
        for (String fileId : attachments) {
            if (fileId == null || !distinct.add(fileId)) {
                throw Refusal.field("attachments", "Each entry is the id of a different file.");
            }
        }
        return List.copyOf(distinct);
    }

    static String required(String field, @Nullable String value) {
        if (value == null) {
            throw Refusal.field(field, "This is missing.");
        }
        return value;
    }
}
