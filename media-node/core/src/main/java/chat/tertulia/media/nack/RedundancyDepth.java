package chat.tertulia.media.nack;

/**
 * How many earlier packets of sound each packet carries again to one receiver: so many that a frame is lost only with all of
 * them, and that is rare. Unlike a repetition on request it needs no round trip. Where queues grow it is the sending that
 * loses, and more of it would lose more.
 */
public final class RedundancyDepth {
    public static final int MOST = 3;

    /** So rarely may a frame be lost with all packets that carry it. */
    static final double AIM = 0.002;

    static final long FALL_NS = 3_000_000_000L;
    static final long CONGESTED_NS = 1_000_000_000L;
    static final int CONGESTED_MOST = 1;

    private int depth;
    private long heldNs = Long.MIN_VALUE;
    private long congestedNs = Long.MIN_VALUE;

    /**
     * Rises at once and falls by one in three seconds.
     *
     * @param loss of single packets, 0 to 1
     */
    public void update(double loss, boolean queuesGrow, long nowNs) {
        if (queuesGrow) {
            congestedNs = nowNs;
        }
        boolean congested = congestedNs != Long.MIN_VALUE && nowNs - congestedNs < CONGESTED_NS;
        int wanted = congested ? Math.min(CONGESTED_MOST, enough(loss)) : enough(loss);
        if (wanted >= depth || congested) {
            depth = wanted;
            heldNs = nowNs;
        } else if (nowNs - heldNs >= FALL_NS) {
            depth--;
            heldNs = nowNs;
        }
    }

    private static int enough(double loss) {
        int packets = 0;
        for (double all = loss; all > AIM && packets < MOST; all *= loss) {
            packets++;
        }
        return packets;
    }

    public int depth() {
        return depth;
    }
}
