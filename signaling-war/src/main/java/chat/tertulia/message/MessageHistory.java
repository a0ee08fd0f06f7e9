package chat.tertulia.message;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages through a conversation. A cursor is a message id, so equal times neither lose nor repeat a message. */
@Service
public class MessageHistory {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final Database database;
    private final MessageAccess access;
    private final MessageStore messages;
    private final MessageViews views;

    @Inject
    public MessageHistory(Database database, MessageAccess access, MessageStore messages, MessageViews views) {
        this.database = database;
        this.access = access;
        this.messages = messages;
        this.views = views;
    }

    /** {@code chat:fetch} as it came. */
    record Request(
            @Nullable String conversationId,
            @Nullable Integer limit,
            @Nullable String before,
            @Nullable String after) {}

    /**
     * @param items oldest first
     * @param hasMore whether there is more in the direction that was asked for
     * @param before cursor for what is older than this page; absent when it is empty
     * @param after cursor for what is newer than this page
     */
    record Page(
            @JsonProperty("conversation_id") String conversationId,
            List<MessageView> items,
            boolean hasMore,
            @Nullable String before,
            @Nullable String after) {}

    Page page(String memberId, Request request) {
        String conversationId = Draft.required("conversationId", request.conversationId());
        int limit = limit(request.limit());
        String before = cursor("before", request.before());
        String after = cursor("after", request.after());
        if (before != null && after != null) {
            throw Refusal.field("after", "A page goes in one direction: before or after.");
        }
        return database.read(tx -> {
            access.conversationForReading(tx, memberId, conversationId);
            // One more than wanted tells whether there is more.
            return after == null
                    ? older(tx, conversationId, before, limit)
                    : page(tx, conversationId, messages.after(tx, conversationId, after, limit + 1), limit);
        });
    }

    private Page older(Tx tx, String conversationId, @Nullable String before, int limit) {
        List<Message> newestFirst = messages.before(tx, conversationId, before, limit + 1);
        boolean hasMore = newestFirst.size() > limit;
        List<Message> kept = newestFirst.subList(0, Math.min(limit, newestFirst.size()));
        return page(tx, conversationId, kept.reversed(), hasMore);
    }

    private Page page(Tx tx, String conversationId, List<Message> oldestFirst, int limit) {
        boolean hasMore = oldestFirst.size() > limit;
        return page(tx, conversationId, oldestFirst.subList(0, Math.min(limit, oldestFirst.size())), hasMore);
    }

    private Page page(Tx tx, String conversationId, List<Message> items, boolean hasMore) {
        String first = items.isEmpty() ? null : items.getFirst().messageId();
        String last = items.isEmpty() ? null : items.getLast().messageId();
        return new Page(conversationId, views.of(tx, items), hasMore, first, last);
    }

    private static int limit(@Nullable Integer wanted) {
        if (wanted == null) {
            return DEFAULT_LIMIT;
        }
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw Refusal.field("limit", "A page has 1 to " + MAX_LIMIT + " messages.");
        }
        return wanted;
    }

    private static @Nullable String cursor(String field, @Nullable String cursor) {
        if (cursor != null && !MessageId.isValid(cursor)) {
            throw Refusal.field(field, "This is not a cursor.");
        }
        return cursor;
    }
}
