package chat.tertulia.media.bwe;

import chat.tertulia.media.rtcp.TransportFeedbackView;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import chat.tertulia.media.stats.RateMeter;

/**
 * What one receiver's path carries, by what it says of the packets that it got. Until it has said anything nothing is known,
 * and {@link #proven} is false. Transport-wide feedback counts most; without it the receiver's own estimate (REMB), and
 * without that the loss of its reports, which can only bound.
 */
public final class BandwidthEstimator {
    public static final long START_BPS = 1_500_000;
    public static final long LEAST_BPS = 60_000;
    public static final long MOST_BPS = 100_000_000;

    private static final long ARRIVAL_WINDOW_NS = 250_000_000;
    private static final long SENT_WINDOW_NS = 500_000_000;
    private static final long SILENCE_NS = 2_000_000_000L;
    private static final long BACK_OFF_EVERY_NS = 1_000_000_000L;
    private static final double BACK_OFF = 0.7;
    private static final long REFERENCE_NS = TransportFeedbackView.TICK_NS * TransportFeedbackView.TICKS_PER_REFERENCE;
    private static final long NEVER = Long.MIN_VALUE;
    private static final double RTT_WEIGHT = 0.2;
    private static final double FLOWING = 1.2;

    private final SentLog log = new SentLog();
    private final ArrivalGroups groups = new ArrivalGroups();
    private final Trendline trend = new Trendline();
    private final QueueGrowth queue = new QueueGrowth();
    private final Dispersion dispersion = new Dispersion();
    private final RateControl control = new RateControl(START_BPS, LEAST_BPS, MOST_BPS);
    private final LossBound loss = new LossBound(LEAST_BPS);
    private final ProbeMeter probe = new ProbeMeter();
    private final RateMeter arrived = new RateMeter(ARRIVAL_WINDOW_NS);
    private final RateMeter sent = new RateMeter(SENT_WINDOW_NS);
    private long feedbackNs = NEVER;
    private long backedOffNs = NEVER;
    private long sentNs = NEVER;
    private int sentNow;
    private long remb = -1;
    private long references;
    private int reference;
    private boolean referenced;
    private double rttNs = 100e6;
    private double probed = -1;
    private boolean probeEnded;
    private boolean fills;
    private int lostBefore;
    private int lostNow;
    private int toldNow;
    private long newestTold = -1;
    private long newestArrivalNs;

    /** @param cluster of a probe, 0 for none */
    public void sent(long sequence, int bytes, int cluster, long nowNs) {
        log.sent(sequence, bytes, cluster, nowNs);
        if (nowNs != sentNs) {
            settleSent();
            sentNs = nowNs;
        }
        sentNow += bytes;
        if (cluster != 0) {
            probe.sent(cluster, sequence, bytes, nowNs);
        }
    }

    /** Whether the receiver ever told what it got, transport-wide or by an estimate of its own. */
    public boolean proven() {
        return feedbackNs != NEVER || remb >= 0;
    }

    /** Whether {@link #estimate} is more than a guess. */
    public boolean limits() {
        return proven() || loss.bound() != Double.MAX_VALUE;
    }

    /** Whether transport-wide feedback comes, without which a probe tells nothing. */
    public boolean feedsBack() {
        return feedbackNs != NEVER;
    }

    /** In bit/s. */
    public long estimate() {
        double rate = control.rate();
        if (feedbackNs == NEVER) {
            rate = remb >= 0 ? remb : loss.bound() == Double.MAX_VALUE ? START_BPS : MOST_BPS;
        }
        return (long) Math.clamp(Math.min(rate, loss.bound()), LEAST_BPS, MOST_BPS);
    }

    /** Queues grow just now, or have grown and are not empty yet. */
    public boolean overused() {
        return trend.signal() == DelaySignal.OVERUSE || queue.drains();
    }

    private DelaySignal signal() {
        if (fills || trend.signal() == DelaySignal.OVERUSE) {
            return DelaySignal.OVERUSE;
        }
        return queue.drains() ? DelaySignal.UNDERUSE : trend.signal();
    }

    public long sentBps(long nowNs) {
        settleSent();
        return sent.bitsPerSecond(nowNs);
    }

    /** What one drain sends is metered at once, not packet by packet. */
    private void settleSent() {
        if (sentNow > 0) {
            sent.add(sentNow, sentNs);
            sentNow = 0;
        }
    }

    /** Of the last interval, 0 to 1. */
    public double loss() {
        return loss.loss();
    }

    /** A well-formed transport-wide feedback. */
    public void feedback(TransportFeedbackView view, long nowNs) {
        long baseNs = unwrapReference(view.reference()) * REFERENCE_NS;
        lostNow = lostBefore;
        toldNow = lostBefore;
        lostBefore = 0;
        fills = false;
        long newestSentNs = NEVER;
        while (view.next()) {
            long sequence = SequenceUnwrapper.near(log.next() - 1, view.sequence());
            if (!log.knows(sequence)) {
                continue;
            }
            newestTold = Math.max(newestTold, sequence);
            if (view.received()) {
                long arrivalNs = baseNs + view.ticks() * TransportFeedbackView.TICK_NS;
                if (!log.repeated(sequence)) {
                    newestSentNs = Math.max(newestSentNs, log.sentNs(sequence));
                    arrival(sequence, arrivalNs);
                }
            } else if (log.markLost(sequence)) {
                lostNow++;
                toldNow++;
            }
        }
        if (newestSentNs == NEVER) {
            return;
        }
        feedbackNs = nowNs;
        rttNs += RTT_WEIGHT * (Math.max(0, nowNs - newestSentNs) - rttNs);
        double came = (double) arrived.bitsPerSecond(newestArrivalNs);
        double went = (double) sentBps(nowNs);
        loss.count(lostNow, toldNow, control.rate(), came, nowNs);
        control.update(signal(), came, went, (long) rttNs, nowNs);
        closeProbe(nowNs);
        if (loss.bound() < control.rate()) {
            control.set(loss.bound());
        }
    }

    /**
     * A packet that the receiver says it lost goes out again with the same number. Its arrival would make the path look slow and
     * free of loss, so it is left out of account from now on.
     */
    public void repeated(long sequence) {
        if (log.knows(sequence) && log.markRepeated(sequence)) {
            lostBefore++;
        }
    }

    private void arrival(long sequence, long arrivalNs) {
        boolean thoughtLost = log.lost(sequence);
        if (!log.markArrived(sequence)) {
            return;
        }
        if (thoughtLost) {
            lostNow--;
        } else {
            toldNow++;
        }
        int bytes = log.bytes(sequence);
        int cluster = log.probe(sequence);
        newestArrivalNs = arrivalNs;
        arrived.add(bytes, arrivalNs);
        dispersion.arrived(log.sentNs(sequence), arrivalNs, bytes, control.rate());
        if (cluster != 0) {
            // A probe queues on purpose; what it does to the delay is judged by its own rate.
            probe.arrived(cluster, bytes, arrivalNs);
            groups.interrupt();
            queue.interrupt();
        } else if (groups.arrived(log.sentNs(sequence), arrivalNs)) {
            trend.group(groups.sendDeltaNs(), groups.arrivalDeltaNs());
            fills |= queue.found(groups.foundDelayNs(), arrivalNs);
        }
    }

    private void closeProbe(long nowNs) {
        if (!probe.over(newestTold, nowNs)) {
            return;
        }
        probed = probe.close();
        probeEnded = true;
        if (probed > control.rate() && trend.signal() != DelaySignal.OVERUSE) {
            control.set(probed);
            loss.atLeast(probed);
        } else if (probed > 0 && probe.filledTheLink()) {
            // More than was ever tried was only believed. Jitter makes such probes pessimists, so what flows counts
            // too.
            double flows = FLOWING * arrived.bitsPerSecond(newestArrivalNs);
            control.set(Math.min(control.rate(), Math.max(probed, flows)));
        }
    }

    /** Whether a probe has ended since the last call; then {@link #probed} tells what it found. */
    public boolean takeProbeEnded() {
        boolean ended = probeEnded;
        probeEnded = false;
        return ended;
    }

    public double probed() {
        return probed;
    }

    /** Whether the link has most likely become wider since the last call. */
    public boolean takeWider() {
        return dispersion.takeWider();
    }

    /** 24 bits of 64 ms wrap after 12 days. */
    private long unwrapReference(int told) {
        if (referenced) {
            references += (told - reference) << 8 >> 8;
        } else {
            references = told;
            referenced = true;
        }
        reference = told;
        return references;
    }

    /** The receiver's own estimate. Of no account once it sends transport-wide feedback. */
    public void remb(long bitsPerSecond) {
        remb = bitsPerSecond;
    }

    /** Loss that a receiver report tells; of use only when nothing better comes. */
    public void reportedLoss(double fraction, long nowNs) {
        if (feedbackNs == NEVER) {
            double rate = remb >= 0 ? remb : sentBps(nowNs);
            loss.report(fraction, rate, nowNs);
        }
    }

    /** Every so often: a receiver that has fallen silent while packets go to it may be drowning. */
    public void timeout(long nowNs) {
        boolean silent = feedbackNs != NEVER && sentNs - feedbackNs > SILENCE_NS && nowNs - sentNs < SENT_WINDOW_NS;
        if (silent && (backedOffNs == NEVER || nowNs - backedOffNs >= BACK_OFF_EVERY_NS)) {
            backedOffNs = nowNs;
            control.set(control.rate() * BACK_OFF);
        }
        closeProbe(nowNs);
    }

    /** From sending a packet to feedback about it, smoothed: a round trip and the receiver's wait. */
    public long feedbackRttNs() {
        return (long) rttNs;
    }
}
