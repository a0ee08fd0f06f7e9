package chat.tertulia.node.metrics;

/** How often what was observed. Any thread. */
final class Histogram {
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new long[bounds.length + 1];
    }

    synchronized void observe(double value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sum += value;
    }

    /** Under the metric that the exposition is at. */
    synchronized void write(Exposition to, String... labels) {
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += counts[i];
            to.suffixed(
                    "_bucket", (double) total, with(labels, i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY));
        }
        to.suffixed("_sum", sum, labels);
        to.suffixed("_count", (double) total, labels);
    }

    private static String[] with(String[] labels, double bound) {
        String[] more = java.util.Arrays.copyOf(labels, labels.length + 2);
        more[labels.length] = "le";
        more[labels.length + 1] = bound == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(bound);
        return more;
    }
}
