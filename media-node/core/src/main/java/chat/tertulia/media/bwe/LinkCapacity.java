package chat.tertulia.media.bwe;

/** Where the link was found full before: mean and deviation of the rate that arrived when queues grew. */
final class LinkCapacity {
    private static final double WEIGHT = 0.05;
    private static final double DEVIATIONS = 3;
    private static final double LEAST_SHARE = 0.02;
    private static final double MOST_SHARE = 0.15;

    private double mean = -1;
    private double variance;

    boolean known() {
        return mean > 0;
    }

    double mean() {
        return mean;
    }

    void full(double arrivedBps) {
        if (!known()) {
            mean = arrivedBps;
            variance = square(arrivedBps * LEAST_SHARE * 2);
            return;
        }
        double error = arrivedBps - mean;
        mean += WEIGHT * error;
        variance = (1 - WEIGHT) * variance + WEIGHT * square(error);
    }

    /** So far above or below what was seen that it is another link now. */
    boolean contradictedBy(double arrivedBps) {
        return known() && Math.abs(arrivedBps - mean) > spread();
    }

    boolean below(double arrivedBps) {
        return known() && arrivedBps > mean + spread();
    }

    private double spread() {
        return DEVIATIONS * Math.clamp(Math.sqrt(variance), mean * LEAST_SHARE, mean * MOST_SHARE);
    }

    void forget() {
        mean = -1;
    }

    private static double square(double value) {
        return value * value;
    }
}
