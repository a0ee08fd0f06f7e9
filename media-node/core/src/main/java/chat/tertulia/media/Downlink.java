package chat.tertulia.media;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.media.bwe.BandwidthEstimator;
import chat.tertulia.media.bwe.Prober;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.nack.RedundancyDepth;
import chat.tertulia.media.pace.Pacer;
import chat.tertulia.media.pace.RepairShare;
import chat.tertulia.media.rtcp.TransportFeedbackView;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.DropReason;

/**
 * The bandwidth towards one receiver: what it is believed to be, how packets are spread to fit it, when it is tried, and when
 * it is shared out anew.
 */
final class Downlink {
    private static final long LOOK_NS = 100_000_000;
    private static final long LEAST_BPS = 300_000;
    private static final byte[] BLANK = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int[] NO_EXTENSIONS = new int[256];

    private final RoomState room;
    private final SendSide side;
    private final BandwidthEstimator estimator = new BandwidthEstimator();
    private final Prober prober = new Prober();
    private final Pacer pacer = new Pacer();
    private final RepairShare repairs = new RepairShare();
    private final RedundancyDepth redundancy = new RedundancyDepth();
    private final Allocation allocation;
    private final RtpView blank = new RtpView();
    private long lookNs = Long.MAX_VALUE;
    private int filling;

    Downlink(RoomState room, SendSide side, String transportId) {
        this.room = room;
        this.side = side;
        allocation = new Allocation(room, side, estimator, transportId);
        if (blank.wrap(BLANK, 0, BLANK.length) != Verdict.WELL_FORMED) {
            throw new IllegalStateException("An RTP header without payload is well-formed");
        }
    }

    BandwidthEstimator estimator() {
        return estimator;
    }

    Pacer pacer() {
        return pacer;
    }

    /** Sections, selections or the connection are others than before. */
    void wishesChanged(long nowNs) {
        allocation.soon();
        lookNs = nowNs;
        room.wakeAt(nowNs);
    }

    void clear() {
        pacer.clear();
        prober.abandon(0);
    }

    /** Something is to be handed out although nothing new was queued. */
    boolean waiting(long nowNs) {
        return pacer.waiting() > 0 || prober.dueNs() <= nowNs;
    }

    /** A packet was handed out. */
    void sent(long transportSequence, int bytes, boolean numbered, long nowNs) {
        pacer.sent(bytes);
        prober.sent(bytes, filling > 0);
        if (numbered) {
            estimator.sent(transportSequence, bytes, prober.cluster(), nowNs);
        }
    }

    /** How many earlier packets of sound each packet shall say again. */
    int redundancy() {
        return redundancy.depth();
    }

    /** The receiver lost a packet that now goes out again under its old number. */
    void repeated(long transportSequence) {
        estimator.repeated(transportSequence);
    }

    /** Whether a retransmission is within their share; else loss would breed traffic, and traffic loss. */
    boolean admitsRepair(int bytes, long nowNs) {
        return repairs.admit(bytes, Math.max(LEAST_BPS, Math.max(pacer.estimate(), estimator.sentBps(nowNs))), nowNs);
    }

    /** Queues what a probe lacks; true when there is something in the queue now. */
    boolean probe(long nowNs) {
        if (prober.dueNs() > nowNs || pacer.waiting() > 0) {
            return false;
        }
        filling = prober.burst(nowNs);
        if (filling == 0) {
            prober.burstSent(); // media filled it
            return false;
        }
        int missing = filling;
        for (Sender sender : side.senders()) {
            missing -= missing > 0 ? sender.repeat(missing) : 0;
        }
        missing -= missing > 0 ? pad(missing, nowNs) : 0;
        if (missing == filling) {
            filling = 0;
            prober.abandon(nowNs);
            return false;
        }
        return true;
    }

    private int pad(int bytes, long nowNs) {
        int padded = 0;
        StoredPacket packet = room.pool().take(BLANK.length);
        packet.store(blank, NO_EXTENSIONS, 0, nowNs);
        for (Sender sender : side.senders()) {
            for (int more = 1; padded < bytes && more > 0; padded += more) {
                more = sender.pad(packet, bytes - padded);
            }
        }
        packet.release();
        return padded;
    }

    /** After what was to be handed out has been. */
    void handedOut(int filled, long nowNs) {
        if (prober.cluster() != 0 && filled >= 0) {
            room.counters().count(Counter.PROBES, filled);
            prober.burstSent();
        }
        filling = 0;
        if (pacer.waiting() > 0) {
            if (pacer.hopeless(nowNs)) {
                giveUp(nowNs);
            } else {
                room.wakeAt(nowNs + 1); // the next tick of the room
            }
        }
        if (prober.dueNs() != Long.MAX_VALUE) {
            room.wakeAt(Math.max(nowNs + 1, prober.dueNs()));
        }
    }

    private void giveUp(long nowNs) {
        room.counters().drop(DropReason.CONGESTED, pacer.clear());
        for (Sender sender : side.senders()) {
            if (sender.kind() == MediaKind.VIDEO) {
                sender.restart(nowNs);
            }
        }
    }

    void feedback(TransportFeedbackView view, long nowNs) {
        boolean first = !estimator.proven();
        estimator.feedback(view, nowNs);
        if (first) {
            allocation.soon();
        }
        estimated(nowNs);
    }

    void remb(long bitsPerSecond, long nowNs) {
        estimator.remb(bitsPerSecond);
        estimated(nowNs);
    }

    void reportedLoss(double fraction, long nowNs) {
        estimator.reportedLoss(fraction, nowNs);
        estimated(nowNs);
    }

    private void estimated(long nowNs) {
        pacer.estimate(estimator.limits() ? estimator.estimate() : 0);
        if (estimator.takeProbeEnded()) {
            prober.ended(estimator.probed(), nowNs);
            allocation.soon();
        }
        redundancy.update(estimator.loss(), estimator.overused(), nowNs);
        allocation.estimated(nowNs);
        if (estimator.takeWider()) {
            prober.hint(nowNs);
        }
        boolean calm = !estimator.overused() && pacer.waiting() == 0;
        if (calm && estimator.feedsBack() && prober.plan(allocation.wanted(), estimator.estimate(), nowNs)) {
            room.wakeAt(nowNs + 1);
        }
    }

    void timeout(long nowNs) {
        if (lookNs > nowNs) {
            room.wakeAt(lookNs);
            return;
        }
        estimator.timeout(nowNs);
        allocation.timeout(nowNs);
        estimated(nowNs);
        lookNs = allocation.idle() ? Long.MAX_VALUE : nowNs + LOOK_NS;
        room.wakeAt(lookNs);
    }
}
