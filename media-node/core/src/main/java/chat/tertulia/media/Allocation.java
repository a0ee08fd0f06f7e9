package chat.tertulia.media;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.NodeEvent.StreamState;
import chat.tertulia.control.NodeEvent.StreamStatesChanged;
import chat.tertulia.media.allocate.Allocator;
import chat.tertulia.media.allocate.Claim;
import chat.tertulia.media.bwe.BandwidthEstimator;
import java.util.ArrayList;
import java.util.List;

/** Which layer of each track one receiver may get. Sound comes first and is never limited; pictures share the rest. */
final class Allocation {
    static final long INTERVAL_NS = 500_000_000;

    /** So long after the first media the receiver has told something, or it never will. */
    private static final long GUESS_NS = 2_000_000_000L;

    /** Of the estimate; the rest is for retransmissions. */
    private static final double SHARE = 0.97;

    /** What costs so many times the estimate does not go on until the keyframe of a lower layer comes: that would be lost. */
    private static final double FLOOD = 1.5;

    private final RoomState room;
    private final SendSide side;
    private final BandwidthEstimator estimator;
    private final String transportId;
    private final Allocator allocator = new Allocator();
    private final List<StreamState> changed = new ArrayList<>();
    private long dueNs = Long.MIN_VALUE;
    private long firstNs = Long.MIN_VALUE;
    private long given;
    private long sound;
    private long wanted;
    private int pictures;

    Allocation(RoomState room, SendSide side, BandwidthEstimator estimator, String transportId) {
        this.room = room;
        this.side = side;
        this.estimator = estimator;
        this.transportId = transportId;
    }

    /** At the next look, however short ago the last was. */
    void soon() {
        dueNs = Long.MIN_VALUE;
    }

    /** Bit/s that would make everybody content, 0 when everybody is. */
    long wanted() {
        return wanted;
    }

    /** There is nothing to share out. */
    boolean idle() {
        return pictures == 0;
    }

    /** The estimate may be another one: what it does not carry any more is taken away at once. */
    void estimated(long nowNs) {
        if (pictures > 0 && given + sound > estimator.estimate() && estimator.limits()) {
            share(nowNs);
        }
    }

    void timeout(long nowNs) {
        if (dueNs <= nowNs) {
            share(nowNs);
        }
    }

    private void share(long nowNs) {
        dueNs = nowNs + INTERVAL_NS;
        claim(nowNs);
        boolean limits = estimator.limits();
        if (limits || guessing(nowNs)) {
            allocator.share(SHARE * estimator.estimate() - sound, limits, nowNs);
            settle(nowNs);
        } else {
            free(nowNs);
        }
        demand(nowNs);
        if (!changed.isEmpty()) {
            room.events().add(new StreamStatesChanged(room.roomId(), transportId, changed));
            changed.clear();
        }
    }

    /** A receiver that negotiated feedback is given the benefit of the doubt only until it should have come. */
    private boolean guessing(long nowNs) {
        if (firstNs == Long.MIN_VALUE && estimator.sentBps(nowNs) > 0) {
            firstNs = nowNs;
        }
        return side.numbered() && (firstNs == Long.MIN_VALUE || nowNs - firstNs < GUESS_NS);
    }

    private void claim(long nowNs) {
        allocator.begin();
        pictures = 0;
        sound = 0;
        for (Sender sender : side.senders()) {
            if (sender.kind() == MediaKind.AUDIO) {
                sound += sender.soundBps();
                continue;
            }
            pictures++;
            if (sender.wished()) {
                describe(sender);
                allocator.add(sender.claim());
            } else {
                release(sender, nowNs);
            }
        }
    }

    /** Lower frame rates are offered of the lowest layer only: above it a smaller picture is better than a jerky one. */
    private void describe(Sender sender) {
        Claim claim = sender.claim();
        claim.begin(room.speaks(sender.track().participantId()));
        int wish = Math.max(sender.wish(), lowest(sender));
        for (int spatial = 0; spatial < sender.spatials() && spatial <= wish; spatial++) {
            int best = Math.min(sender.temporals(spatial) - 1, sender.wishedTemporal(spatial));
            for (int temporal = spatial == 0 ? 0 : best; temporal <= best; temporal++) {
                long cost = sender.bitrate(spatial, temporal);
                if (cost > 0) {
                    claim.point(spatial, temporal, cost);
                }
            }
        }
    }

    private static int lowest(Sender sender) {
        for (int spatial = 0; spatial < sender.spatials(); spatial++) {
            if (sender.bitrate(spatial, 0) > 0) {
                return spatial;
            }
        }
        return -1;
    }

    private void settle(long nowNs) {
        given = 0;
        for (Sender sender : side.senders()) {
            if (sender.kind() == MediaKind.AUDIO || !sender.wished()) {
                continue;
            }
            Claim claim = sender.claim();
            boolean before = claim.paused();
            if (claim.settle()) {
                boolean floods = estimator.limits() && sender.flowBps() > FLOOD * estimator.estimate();
                sender.limit(claim.spatial(), claim.temporal(), nowNs);
                if (floods) {
                    sender.restart(nowNs);
                }
            }
            given += claim.cost();
            note(sender, before);
        }
    }

    private void free(long nowNs) {
        given = 0;
        for (Sender sender : side.senders()) {
            if (sender.kind() == MediaKind.VIDEO) {
                release(sender, nowNs);
            }
        }
    }

    private void release(Sender sender, long nowNs) {
        boolean before = sender.claim().paused();
        if (sender.claim().free()) {
            sender.limit(Integer.MAX_VALUE, Integer.MAX_VALUE, nowNs);
        }
        note(sender, before);
    }

    private void note(Sender sender, boolean pausedBefore) {
        if (sender.claim().paused() != pausedBefore) {
            changed.add(new StreamState(sender.track().id(), !pausedBefore));
        }
    }

    /** What would be wanted if there were the bandwidth, and what of it there is bandwidth for. */
    private void demand(long nowNs) {
        wanted = sound;
        boolean content = true;
        for (Sender sender : side.senders()) {
            if (sender.kind() == MediaKind.AUDIO) {
                continue;
            }
            if (!sender.wished()) {
                sender.demand(sender.wish(), nowNs);
                continue;
            }
            long most = demand(sender, nowNs);
            content &= most <= sender.claim().cost();
            wanted += most;
        }
        wanted = content ? 0 : wanted;
    }

    private long demand(Sender sender, long nowNs) {
        Claim claim = sender.claim();
        long most = claim.mostCost();
        int affordable = claim.spatial() == Integer.MAX_VALUE ? sender.wish() : claim.spatial();
        double spare = SHARE * estimator.estimate() - sound - given + claim.cost();
        for (int spatial = 0; spatial < sender.spatials() && spatial <= sender.wish(); spatial++) {
            long cost = sender.bitrate(spatial, 0) > 0 ? 0 : sender.expected(spatial, nowNs);
            most = Math.max(most, cost);
            boolean fits = cost > 0 && cost <= spare;
            affordable = fits ? Math.max(affordable, spatial) : affordable;
        }
        sender.demand(Math.min(affordable, sender.wish()), nowNs);
        return most;
    }
}
