package chat.tertulia.media.nack;

/**
 * Bounds what one receiver's requests can cost: a packet not more than once per {@link #INTERVAL_NS}, and not more than
 * {@link #BURST} packets in that time.
 */
public final class ResendLimiter {
    public static final long INTERVAL_NS = 50_000_000;
    public static final int BURST = 256;

    private final long[] sequences = new long[BURST];
    private final long[] atNs = new long[BURST];
    private long windowStartNs = Long.MIN_VALUE;
    private int inWindow;

    public boolean admit(long sequence, long nowNs) {
        int slot = (int) sequence & (BURST - 1);
        if (sequences[slot] == sequence && nowNs - atNs[slot] < INTERVAL_NS) {
            return false;
        }
        if (windowStartNs == Long.MIN_VALUE || nowNs - windowStartNs >= INTERVAL_NS) {
            windowStartNs = nowNs;
            inWindow = 0;
        }
        if (inWindow >= BURST) {
            return false;
        }
        inWindow++;
        sequences[slot] = sequence;
        atNs[slot] = nowNs;
        return true;
    }
}
