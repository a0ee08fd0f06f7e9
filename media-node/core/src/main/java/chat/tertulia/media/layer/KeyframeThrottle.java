package chat.tertulia.media.layer;

/** Bounds what one receiver's requests can cost all others: a keyframe is large, and everybody gets it. */
public final class KeyframeThrottle {
    static final int BURST = 4;
    static final long REFILL_NS = 1_000_000_000L;

    private int tokens = BURST;
    private long refilledNs = Long.MIN_VALUE;

    public boolean admit(long nowNs) {
        if (refilledNs == Long.MIN_VALUE) {
            refilledNs = nowNs;
        }
        long refills = (nowNs - refilledNs) / REFILL_NS;
        tokens = (int) Math.min(BURST, tokens + refills);
        refilledNs += refills * REFILL_NS;
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
