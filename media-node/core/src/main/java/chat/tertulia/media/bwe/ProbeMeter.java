package chat.tertulia.media.bwe;

/**
 * One probe cluster: how fast it left and how fast it came. The lesser of the two is what the path was seen to carry. A
 * cluster is some bursts; what left in the last burst did so at the end of the time that is measured, and is not counted.
 */
final class ProbeMeter {
    private static final int LEAST_PACKETS = 4;
    private static final double LEAST_SHARE = 0.8;
    private static final double FULL = 0.9;
    private static final double SURELY_FULL = 0.7;
    private static final long SURELY_QUEUED_NS = 25_000_000;
    private static final double CAUTION = 0.95;
    private static final double IMPLAUSIBLE = 3;
    private static final long LONGEST_NS = 1_000_000_000L;

    private int id;
    private long lastSequence;
    private long firstSentNs;
    private long lastSentNs;
    private long sentBytes;
    private long sentBeforeLast;
    private int sentPackets;
    private long firstArrivalNs;
    private long lastArrivalNs;
    private long arrivedBytes;
    private int firstBytes;
    private int arrivedPackets;
    private boolean filled;

    private void begin(int cluster, long nowNs) {
        id = cluster;
        firstSentNs = nowNs;
        lastSentNs = nowNs;
        sentBytes = 0;
        sentBeforeLast = 0;
        sentPackets = 0;
        firstArrivalNs = Long.MAX_VALUE;
        lastArrivalNs = Long.MIN_VALUE;
        arrivedBytes = 0;
        arrivedPackets = 0;
    }

    void sent(int cluster, long sequence, int bytes, long nowNs) {
        if (cluster != id) {
            begin(cluster, nowNs);
        }
        if (nowNs != lastSentNs) {
            sentBeforeLast = sentBytes;
            lastSentNs = nowNs;
        }
        sentBytes += bytes;
        sentPackets++;
        lastSequence = sequence;
    }

    void arrived(int cluster, int bytes, long arrivalNs) {
        if (cluster != id) {
            return;
        }
        if (arrivalNs < firstArrivalNs) {
            firstArrivalNs = arrivalNs;
            firstBytes = bytes;
        }
        lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
        arrivedBytes += bytes;
        arrivedPackets++;
    }

    /** Feedback went beyond the cluster, or none came for a second. Then it is to be closed. */
    boolean over(long highestTold, long nowNs) {
        return id != 0 && (highestTold >= lastSequence || nowNs - lastSentNs > LONGEST_NS);
    }

    /** What was seen to go through, or -1 when too little came to tell. Another cluster may begin. */
    double close() {
        id = 0;
        filled = false;
        long sentFor = lastSentNs - firstSentNs;
        long arrivedFor = lastArrivalNs - firstArrivalNs;
        boolean enough = arrivedPackets >= LEAST_PACKETS && arrivedPackets >= LEAST_SHARE * sentPackets;
        if (!enough || sentFor <= 0 || sentFor > LONGEST_NS || arrivedFor <= 0 || arrivedFor > LONGEST_NS) {
            return -1;
        }
        double sendRate = sentBeforeLast * 8e9 / sentFor;
        double arrivalRate = (arrivedBytes - firstBytes) * 8e9 / arrivedFor;
        if (arrivalRate > IMPLAUSIBLE * sendRate) {
            return -1;
        }
        filled = arrivalRate < SURELY_FULL * sendRate && arrivedFor - sentFor > SURELY_QUEUED_NS;
        return arrivalRate < FULL * sendRate ? CAUTION * arrivalRate : Math.min(sendRate, arrivalRate);
    }

    /** The last cluster came so much slower than it left that jitter does not explain it. */
    boolean filledTheLink() {
        return filled;
    }
}
