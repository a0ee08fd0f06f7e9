package chat.tertulia.media.data;

/** How much one participant may send: messages and bytes, each a leaky bucket that is kept as the time at which it is empty. */
final class DataBudget {
    static final int MESSAGES_PER_SECOND = 500;
    static final int MESSAGE_BURST = 1_000;
    static final int BYTES_PER_SECOND = 4 * 1024 * 1024;
    static final int BYTE_BURST = 4 * 1024 * 1024;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MESSAGE_NS = SECOND_NS / MESSAGES_PER_SECOND;

    private long messagesEmptyNs;
    private long bytesEmptyNs;

    DataBudget(long nowNs) {
        messagesEmptyNs = nowNs;
        bytesEmptyNs = nowNs;
    }

    boolean take(int bytes, long nowNs) {
        long messages = Math.max(messagesEmptyNs, nowNs) + MESSAGE_NS;
        long filled = Math.max(bytesEmptyNs, nowNs) + bytes * SECOND_NS / BYTES_PER_SECOND;
        if (messages - nowNs > MESSAGE_BURST * MESSAGE_NS
                || filled - nowNs > BYTE_BURST * SECOND_NS / BYTES_PER_SECOND) {
            return false;
        }
        messagesEmptyNs = messages;
        bytesEmptyNs = filled;
        return true;
    }
}
