package chat.tertulia.media.bwe;

/**
 * When the path is tried with more than is sent: at the start, and while somebody wants more than the estimate allows. A
 * probe is {@link #BURSTS} bursts at the target rate, filled up with repetitions or padding. Failures make it rarer, and all
 * probes together stay within a share of what was sent.
 */
public final class Prober {
    static final int BURSTS = 8;
    /** Of a slow probe: it lasts long enough, and more would only fill the queue. */
    static final int FEW_BURSTS = 5;

    private static final long LEAST_INTERVAL_NS = 5_000_000;
    private static final int LEAST_BURST_BYTES = 1200;
    private static final long AFTER_SUCCESS_NS = 300_000_000;
    private static final long FIRST_PAUSE_NS = 1_000_000_000;
    private static final long LONGEST_PAUSE_NS = 5_000_000_000L;
    /** A hint that was wrong is not to be repeated soon: on some radio links they all are. */
    private static final long DEAF_NS = 20_000_000_000L;

    private static final double MOST_STEP = 2;
    private static final double BEYOND = 1.25;
    /** What is wanted must fit with something to spare before it is given. */
    private static final double NEEDED = 1.2;

    private static final double SUCCESS = 1.1;
    private static final double SHARE = 0.1;
    private static final double MOST_ALLOWANCE = 128_000;

    private int id;
    private int left;
    private long dueNs = Long.MAX_VALUE;
    private long intervalNs;
    private int burstBytes;
    private int sentInBurst;
    private boolean waiting;
    private boolean open;
    private double before;
    private long nextNs = Long.MIN_VALUE;
    private long pauseNs = FIRST_PAUSE_NS;
    private long endedNs;
    private long deafUntilNs = Long.MIN_VALUE;
    private double allowance = MOST_ALLOWANCE / 2;

    /** Begins a cluster when it is time for one. */
    public boolean plan(long wanted, long estimate, long nowNs) {
        if (left > 0 || waiting || nowNs < nextNs || wanted * NEEDED < (double) estimate) {
            return false;
        }
        double target = Math.min(wanted * BEYOND, estimate * MOST_STEP);
        long wholeNs = Math.max(LEAST_INTERVAL_NS, (long) (LEAST_BURST_BYTES * 8e9 / target));
        intervalNs = Math.ceilDiv(wholeNs, LEAST_INTERVAL_NS) * LEAST_INTERVAL_NS;
        burstBytes = (int) (target * intervalNs / 8e9);
        int bursts = intervalNs > LEAST_INTERVAL_NS ? FEW_BURSTS : BURSTS;
        if (allowance < (double) burstBytes * bursts) {
            return false;
        }
        id = id % 255 + 1;
        left = bursts;
        dueNs = nowNs;
        sentInBurst = 0;
        before = (double) estimate;
        waiting = true;
        return true;
    }

    /** There is reason to believe that a probe would find more than the last did. Once in a while that is believed. */
    public void hint(long nowNs) {
        if (!waiting && nowNs < nextNs && nowNs - endedNs >= FIRST_PAUSE_NS && nowNs >= deafUntilNs) {
            nextNs = nowNs;
            deafUntilNs = nowNs + DEAF_NS;
        }
    }

    /** The cluster that a packet sent now belongs to, 0 for none. */
    public int cluster() {
        return open ? id : 0;
    }

    /** When the next burst is due, {@link Long#MAX_VALUE} for none. */
    public long dueNs() {
        return dueNs;
    }

    /** Begins the next burst; so many bytes are missing in it. */
    public int burst(long nowNs) {
        int missing = Math.max(0, burstBytes - (open ? sentInBurst : 0));
        open = true;
        left--;
        dueNs = nowNs + intervalNs;
        return missing;
    }

    /** After the packets of a burst. */
    public void burstSent() {
        sentInBurst = 0;
        if (left == 0) {
            open = false;
            dueNs = Long.MAX_VALUE;
        }
    }

    /** @param filling whether it went out for the probe's sake only */
    public void sent(int bytes, boolean filling) {
        sentInBurst += bytes;
        allowance = filling ? allowance - bytes : Math.min(MOST_ALLOWANCE, allowance + SHARE * bytes);
    }

    /** Nothing is there to be sent; the cluster is void. */
    public void abandon(long nowNs) {
        left = 0;
        open = false;
        dueNs = Long.MAX_VALUE;
        ended(-1, nowNs);
    }

    /** What the probe found, -1 for nothing. */
    public void ended(double found, long nowNs) {
        waiting = false;
        endedNs = nowNs;
        if (found > SUCCESS * before) {
            pauseNs = FIRST_PAUSE_NS;
            nextNs = nowNs + AFTER_SUCCESS_NS;
            deafUntilNs = Long.MIN_VALUE;
        } else {
            nextNs = nowNs + pauseNs;
            pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
        }
    }
}
