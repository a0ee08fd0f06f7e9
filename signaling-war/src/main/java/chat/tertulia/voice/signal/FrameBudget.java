package chat.tertulia.voice.signal;

/**
 * A token bucket for the frames of one client.
 *
 * <p>Owned by: the reader of the socket; a resume hands it over.
 */
final class FrameBudget {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private double tokens;
    private long lastNanos;
    private boolean begun;

    FrameBudget(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
    }

    synchronized boolean take(long nowNanos) {
        if (begun) {
            tokens = Math.min(burst, tokens + (nowNanos - lastNanos) / NANOS * perSecond);
        }
        begun = true;
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
