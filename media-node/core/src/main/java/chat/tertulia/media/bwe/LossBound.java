package chat.tertulia.media.bwe;

/**
 * Loss-based bound after draft-ietf-rmcat-gcc-02 §6: above 15 % (smoothed) the rate goes down by half of the loss, below 2 % up,
 * between them nothing happens, because radio links lose some packets whatever the rate is.
 */
final class LossBound {
    private static final double HIGH = 0.15;
    private static final double SEVERE = 0.3;
    private static final double WEIGHT = 0.3;
    private static final double LOW = 0.02;
    private static final double GROWTH = 1.08;
    private static final double CARRIED = 0.85;
    private static final int LEAST_PACKETS = 40;
    private static final long INTERVAL_NS = 400_000_000;
    private static final long GROWTH_NS = 1_000_000_000L;
    private static final long FREE_NS = 10_000_000_000L;
    private static final double FREE = 4;

    private final double least;
    private double bound = Double.MAX_VALUE;
    private int lost;
    private int total;
    private long decidedNs = Long.MIN_VALUE;
    private long grownNs = Long.MIN_VALUE;
    private double loss;
    private long cutNs = Long.MIN_VALUE;

    LossBound(double least) {
        this.least = least;
    }

    /** {@link Double#MAX_VALUE} for none. */
    double bound() {
        return bound;
    }

    /** Smoothed over some intervals, 0 to 1. */
    double loss() {
        return loss;
    }

    /**
     * Some packets are known to have arrived or not.
     *
     * @param rate the estimate that was in force
     * @param arrived bit/s that came through in spite of the loss: the path carries at least that
     */
    void count(int lostNow, int totalNow, double rate, double arrived, long nowNs) {
        lost += lostNow;
        total += totalNow;
        if (decidedNs == Long.MIN_VALUE) {
            decidedNs = nowNs;
        }
        if (total < LEAST_PACKETS || nowNs - decidedNs < INTERVAL_NS) {
            return;
        }
        decide(Math.clamp((double) lost / total, 0, 1), rate, arrived, nowNs);
        lost = 0;
        total = 0;
        decidedNs = nowNs;
    }

    /** A share that the receiver reported. */
    void report(double fraction, double rate, long nowNs) {
        if (decidedNs == Long.MIN_VALUE || nowNs - decidedNs >= INTERVAL_NS) {
            decide(fraction, rate, 0, nowNs);
            decidedNs = nowNs;
        }
    }

    private void decide(double fraction, double rate, double arrived, long nowNs) {
        loss += WEIGHT * (fraction - loss);
        double weighed = fraction > SEVERE ? fraction : loss;
        if (weighed > HIGH) {
            cutNs = nowNs;
            bound = Math.max(Math.max(least, CARRIED * arrived), Math.min(bound, rate) * (1 - 0.5 * weighed));
            grownNs = nowNs;
        } else if (weighed < LOW && bound != Double.MAX_VALUE && nowNs - grownNs >= GROWTH_NS) {
            bound *= GROWTH;
            grownNs = nowNs;
            if (bound > FREE * rate && nowNs - cutNs > FREE_NS) {
                bound = Double.MAX_VALUE;
            }
        }
    }

    /** A probe went through without such loss. */
    void atLeast(double proven) {
        bound = Math.max(bound, proven);
    }
}
