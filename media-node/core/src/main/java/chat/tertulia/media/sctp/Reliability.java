package chat.tertulia.media.sctp;

/**
 * How hard a message is tried, RFC 3758 and RFC 7496.
 *
 * @param retransmissions at most, or {@link #UNLIMITED}
 * @param lifetimeNs at most, or {@link #FOREVER}
 */
public record Reliability(boolean ordered, int retransmissions, long lifetimeNs) {
    public static final int UNLIMITED = -1;
    public static final long FOREVER = Long.MAX_VALUE;
    public static final Reliability FULL = new Reliability(true, UNLIMITED, FOREVER);
    /** As LiveKit's lossy channel: unordered, sent once. */
    public static final Reliability ONCE = new Reliability(false, 0, FOREVER);

    public boolean partial() {
        return retransmissions != UNLIMITED || lifetimeNs != FOREVER;
    }
}
