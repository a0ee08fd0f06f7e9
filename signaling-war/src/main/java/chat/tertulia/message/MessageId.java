package chat.tertulia.message;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Message ids are UUIDv7 (RFC 9562 §5.7) whose text order is the order of their conversation. */
final class MessageId {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final long RAND_B = (1L << 62) - 1;
    private static final long RAND_A = (1L << 12) - 1;

    private MessageId() {}

    static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * The id for the next message of a conversation.
     *
     * @param fresh an id made now
     * @param last the conversation's newest id; when the clock has gone back it is not below {@code fresh}, and the next
     *     higher id is taken instead
     */
    static String after(@Nullable String last, String fresh) {
        return last == null || fresh.compareTo(last) > 0 ? fresh : successor(UUID.fromString(last));
    }

    /** Counts up through rand_b, rand_a and the timestamp; version and variant bits stay. */
    private static String successor(UUID id) {
        long low = (id.getLeastSignificantBits() + 1) & RAND_B;
        long high = id.getMostSignificantBits();
        if (low == 0) {
            long randA = (high + 1) & RAND_A;
            high = (high & ~RAND_A) | randA;
            high += randA == 0 ? 1L << 16 : 0;
        }
        return new UUID(high, low | (1L << 63)).toString();
    }
}
