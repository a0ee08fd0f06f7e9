package chat.tertulia.media.pace;

/** Bounds retransmissions to a share of one receiver's bandwidth, with room for the loss of a burst. */
public final class RepairShare {
    static final double SHARE = 0.3;
    static final double BURST_BYTES = 64_000;

    private double tokens = BURST_BYTES;
    private long filledNs = Long.MIN_VALUE;

    /** @param bitsPerSecond that the share is of */
    public boolean admit(int bytes, long bitsPerSecond, long nowNs) {
        double came = filledNs == Long.MIN_VALUE ? 0 : SHARE * bitsPerSecond / 8e9 * (nowNs - filledNs);
        tokens = Math.min(BURST_BYTES, tokens + came);
        filledNs = nowNs;
        if (tokens < bytes) {
            return false;
        }
        tokens -= bytes;
        return true;
    }
}
