package chat.tertulia.media.bwe;

/**
 * A queue that fills in front of our eyes: each group of packets finds it longer than the one before, and it has grown by
 * {@link #LEAST_GROWTH_NS}. {@link Trendline} needs ten groups and more, which at twenty pictures a second is half a second
 * and more than many queues hold; this needs four. A delay that leaps once (a stall of a radio link, another route) and then
 * stays or falls is none.
 */
final class QueueGrowth {
    private static final long LEAST_GROWTH_NS = 70_000_000;
    private static final int LEAST_STEPS = 3;
    private static final long STEP_NS = 5_000_000;
    /** The groups differ in size: a fall by this share of what has grown is none. */
    private static final double FALL = 0.25;

    private static final long DRAINED_NS = 40_000_000;
    private static final long LONGEST_DRAIN_NS = 2_000_000_000;
    private static final long NONE = Long.MIN_VALUE;

    private long lowNs = NONE;
    private long peakNs;
    private int steps;
    private long emptyNs;
    private long drainUntilNs = NONE;

    /** What a group found: how long its first packet took, by any two clocks. True when the queue fills. */
    boolean found(long delayNs, long arrivalNs) {
        if (drainUntilNs != NONE && (delayNs - emptyNs < DRAINED_NS || arrivalNs >= drainUntilNs)) {
            drainUntilNs = NONE;
        }
        boolean falls = lowNs == NONE || delayNs < lowNs || peakNs - delayNs > FALL * (peakNs - lowNs);
        if (falls) {
            begin(delayNs);
        } else if (delayNs > peakNs + STEP_NS) {
            peakNs = delayNs;
            steps++;
        }
        boolean fills = steps >= LEAST_STEPS && peakNs - lowNs >= LEAST_GROWTH_NS;
        if (fills) {
            emptyNs = drainUntilNs == NONE ? lowNs : emptyNs;
            drainUntilNs = arrivalNs + LONGEST_DRAIN_NS;
            begin(delayNs);
        }
        return fills;
    }

    private void begin(long delayNs) {
        lowNs = delayNs;
        peakNs = delayNs;
        steps = 0;
    }

    /** It has filled and has not run empty since. */
    boolean drains() {
        return drainUntilNs != NONE;
    }

    /** What follows is not to be compared with what came before. */
    void interrupt() {
        lowNs = NONE;
    }
}
