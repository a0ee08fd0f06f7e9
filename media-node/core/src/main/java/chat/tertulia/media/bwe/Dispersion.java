package chat.tertulia.media.bwe;

/**
 * Whether packets that left together come together: a full link hands them out one by one, at its own rate. When some bursts
 * in turn come much faster than the estimate would let them, the link has most likely become wider, and a probe is worth its
 * bytes. That it is no more than a hint, and no rate, is because radio links deliver in bundles.
 */
final class Dispersion {
    private static final long LEAST_EXPECTED_NS = 15_000_000;
    private static final double MUCH_FASTER = 0.5;
    private static final int LEAST_BURSTS = 3;

    private long sentNs = Long.MIN_VALUE;
    private long firstArrivalNs;
    private long lastArrivalNs;
    private int behindFirst;
    private int fast;

    /** A packet came, in the order in which they left; those of one burst have one time. */
    void arrived(long packetSentNs, long arrivalNs, int bytes, double rate) {
        if (packetSentNs == sentNs) {
            behindFirst += bytes;
            lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
            return;
        }
        close(rate);
        sentNs = packetSentNs;
        firstArrivalNs = arrivalNs;
        lastArrivalNs = arrivalNs;
        behindFirst = 0;
    }

    private void close(double rate) {
        double expectedNs = behindFirst * 8e9 / rate;
        if (expectedNs >= LEAST_EXPECTED_NS) {
            fast = lastArrivalNs - firstArrivalNs < MUCH_FASTER * expectedNs ? fast + 1 : 0;
        }
    }

    /** True once each time that enough bursts in turn came fast. */
    boolean takeWider() {
        boolean wider = fast >= LEAST_BURSTS;
        fast = wider ? 0 : fast;
        return wider;
    }
}
