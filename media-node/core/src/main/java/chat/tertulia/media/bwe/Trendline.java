package chat.tertulia.media.bwe;

/**
 * Whether queueing delay grows: the slope of a line through the smoothed delay of the last groups, against a threshold that
 * adapts to the path (draft-ietf-rmcat-gcc-02 §5.4), so that competing flows do not starve us and jitter does not stop us.
 */
final class Trendline {
    private static final int WINDOW = 20;
    private static final int LEAST_GROUPS = 10;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4;
    private static final int MOST_DELTAS = 60;
    private static final double FIRST_THRESHOLD_MS = 12.5;
    private static final double LEAST_THRESHOLD_MS = 6;
    private static final double MOST_THRESHOLD_MS = 600;
    private static final double THRESHOLD_UP = 0.0087;
    private static final double THRESHOLD_DOWN = 0.039;
    private static final double OUTLIER_MS = 15;
    private static final double LONGEST_STEP_MS = 100;
    private static final double OVERUSE_MS = 10;

    private final double[] times = new double[WINDOW];
    private final double[] delays = new double[WINDOW];
    private int groups;
    private double accumulatedMs;
    private double smoothedMs;
    private double timeMs;
    private double threshold = FIRST_THRESHOLD_MS;
    private double formerTrend;
    private double overMs;
    private int overGroups;
    private DelaySignal signal = DelaySignal.NORMAL;

    DelaySignal signal() {
        return signal;
    }

    /** Another group came, so much after the one before as it was sent, and as it arrived. */
    void group(long sendDeltaNs, long arrivalDeltaNs) {
        double sendMs = sendDeltaNs / 1e6;
        double arrivalMs = arrivalDeltaNs / 1e6;
        timeMs += arrivalMs;
        accumulatedMs += arrivalMs - sendMs;
        smoothedMs = SMOOTHING * smoothedMs + (1 - SMOOTHING) * accumulatedMs;
        int slot = groups % WINDOW;
        times[slot] = timeMs;
        delays[slot] = smoothedMs;
        groups++;
        if (groups >= LEAST_GROUPS) {
            double slope = slope();
            detect(Math.min(groups, MOST_DELTAS) * slope * GAIN, sendMs, arrivalMs);
        }
    }

    /** Least squares. */
    private double slope() {
        double meanTime = 0;
        double meanDelay = 0;
        int known = Math.min(groups, WINDOW);
        for (int i = 0; i < known; i++) {
            meanTime += times[i] / known;
            meanDelay += delays[i] / known;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < known; i++) {
            covariance += (times[i] - meanTime) * (delays[i] - meanDelay);
            variance += (times[i] - meanTime) * (times[i] - meanTime);
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    private void detect(double trend, double sendMs, double arrivalMs) {
        if (trend > threshold) {
            overMs += overGroups == 0 ? sendMs / 2 : sendMs;
            overGroups++;
            if (overMs > OVERUSE_MS && overGroups > 1 && trend >= formerTrend) {
                overMs = 0;
                overGroups = 0;
                signal = DelaySignal.OVERUSE;
            }
        } else {
            overMs = 0;
            overGroups = 0;
            signal = trend < -threshold ? DelaySignal.UNDERUSE : DelaySignal.NORMAL;
        }
        formerTrend = trend;
        adapt(Math.abs(trend), arrivalMs);
    }

    private void adapt(double trend, double arrivalMs) {
        if (trend > threshold + OUTLIER_MS) {
            return; // a sudden leap, as of a route that changed, is no measure of jitter
        }
        double rate = trend < threshold ? THRESHOLD_DOWN : THRESHOLD_UP;
        threshold += rate * (trend - threshold) * Math.clamp(arrivalMs, 0, LONGEST_STEP_MS);
        threshold = Math.clamp(threshold, LEAST_THRESHOLD_MS, MOST_THRESHOLD_MS);
    }
}
