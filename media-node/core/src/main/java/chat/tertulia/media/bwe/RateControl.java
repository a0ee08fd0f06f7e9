package chat.tertulia.media.bwe;

/**
 * The delay-based rate: up by a share while nothing is known of the link, up by about a packet each response time near the
 * rate at which it was full, down to 85 % of what arrives when queues grow (draft-ietf-rmcat-gcc-02 §5.5).
 */
final class RateControl {
    private static final double BETA = 0.85;
    private static final double GROWTH_PER_SECOND = 1.08;
    private static final double HEADROOM = 1.5;
    private static final double HEADROOM_BPS = 10_000;
    private static final double LEAST_STEP_BPS = 8_000;
    private static final double PACKET_BITS = 9_600;
    private static final double FEEDBACK_SECONDS = 0.1;
    private static final long HOLD_NS = 200_000_000;
    /** Sent less than this share of the rate: what arrived tells little about the link. */
    private static final double BUSY = 0.6;

    private static final double FULL = 0.8;

    private final LinkCapacity capacity = new LinkCapacity();
    private final double least;
    private final double most;
    private double rate;
    private long updatedNs = Long.MIN_VALUE;
    private long holdUntilNs = Long.MIN_VALUE;

    RateControl(double start, double least, double most) {
        this.rate = start;
        this.least = least;
        this.most = most;
    }

    double rate() {
        return rate;
    }

    /** A probe showed that so much goes through, or a bound is to be taken over. */
    void set(double bitsPerSecond) {
        rate = Math.clamp(bitsPerSecond, least, most);
        if (capacity.below(rate)) {
            capacity.forget();
        }
    }

    /**
     * @param arrived bit/s that arrived of late
     * @param sent bit/s that was sent of late
     */
    void update(DelaySignal signal, double arrived, double sent, long rttNs, long nowNs) {
        double seconds = updatedNs == Long.MIN_VALUE ? 0 : Math.min(1, (nowNs - updatedNs) / 1e9);
        updatedNs = nowNs;
        switch (signal) {
            case OVERUSE -> decrease(arrived, sent, rttNs, nowNs);
            case UNDERUSE -> holdUntilNs = Math.max(holdUntilNs, nowNs + HOLD_NS); // let the queues run empty
            case NORMAL -> {
                if (nowNs >= holdUntilNs) {
                    increase(seconds, arrived, sent, rttNs);
                }
            }
        }
    }

    private void increase(double seconds, double arrived, double sent, long rttNs) {
        if (capacity.below(arrived)) {
            capacity.forget();
        }
        if (sent < FULL * rate) {
            return; // what was never tried is not believed; a probe tries it
        }
        double wish = capacity.known()
                ? rate + Math.max(LEAST_STEP_BPS, PACKET_BITS / (rttNs / 1e9 + FEEDBACK_SECONDS)) * seconds
                : rate * Math.pow(GROWTH_PER_SECOND, seconds);
        double trusted = Math.max(rate, HEADROOM * arrived + HEADROOM_BPS);
        rate = Math.clamp(Math.min(wish, trusted), least, most);
    }

    private void decrease(double arrived, double sent, long rttNs, long nowNs) {
        boolean again = nowNs < holdUntilNs;
        if (again && arrived > rate / 2) {
            return;
        }
        boolean idle = sent < BUSY * rate && arrived > BETA * sent;
        double wish = idle ? BETA * rate : BETA * arrived;
        if (!idle) {
            if (capacity.contradictedBy(arrived)) {
                capacity.forget();
            }
            capacity.full(arrived);
        }
        rate = Math.clamp(Math.min(rate, wish), least, most);
        holdUntilNs = nowNs + rttNs + HOLD_NS;
    }
}
