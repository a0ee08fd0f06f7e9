package chat.tertulia.media.data;

import chat.tertulia.control.Command.ConfigureData;
import chat.tertulia.control.Command.DataRoute;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.DataStalled;
import chat.tertulia.media.sctp.Association;
import chat.tertulia.media.sctp.SctpSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The data of one room: takes messages of participants and hands them to those they are for. A reliable message that a receiver
 * has no room for waits at its sender, whose window then closes; so a fast sender goes at the pace of its receivers. One that
 * takes too little for too long is not waited for, and loses its channels when its buffer is full. Owned by: the room's loop.
 */
public final class DataRoom {
    /** More than this waiting for a receiver makes senders wait. */
    static final int SLOW_BYTES = 512 * 1024;

    static final long PATIENCE_NS = 5_000_000_000L;
    static final long HOLD_NS = 20_000_000L;

    /** Where packets go; called from {@link #drain} only. */
    public interface Output {
        /** The array is valid during the call only. */
        void transmit(int transport, byte[] packet, int offset, int length);
    }

    /** Other parts of the room. */
    public interface Elsewhere {
        /** One of them is far behind: what can wait shall wait. */
        boolean behind();

        /** For participants there, stamped. */
        void message(String from, Lane lane, Set<String> destinations, byte[] bytes);

        /** A receiver here takes too little, or enough again. */
        void slow(int transport, String participantId, String identity, boolean slow);
    }

    /** A slow receiver in another part. */
    private record SlowOne(int part, int transport, String participantId, String identity) {}

    private final String roomId;
    private final RandomGenerator random;
    private final DataCounters counters = new DataCounters();
    private final List<DataPeer> peers = new ArrayList<>();
    private final List<DataPeer> dirty = new ArrayList<>();
    private final List<NodeEvent> events;
    private final Elsewhere elsewhere;
    private final List<SlowOne> slowElsewhere = new ArrayList<>();
    private final byte[] packet = new byte[SctpSettings.DEFAULT.packetBytes()];

    /** @param events where the room keeps what it has to tell */
    public DataRoom(String roomId, RandomGenerator random, List<NodeEvent> events, Elsewhere elsewhere) {
        this.roomId = roomId;
        this.random = random;
        this.events = events;
        this.elsewhere = elsewhere;
    }

    public DataPeer open(int handle, String participantId, ConfigureData configured, long nowNs) {
        DataPeer peer = new DataPeer(handle, participantId, configured, counters, random, nowNs);
        peer.channels().association().suspend();
        peers.add(peer);
        return peer;
    }

    public boolean configure(DataPeer peer, ConfigureData configured) {
        return peer.configure(configured);
    }

    /** Which data tracks a peer gets from now on. */
    public void route(DataPeer peer, List<DataRoute> routes) {
        peer.route(routes);
    }

    public void close(DataPeer peer) {
        peers.remove(peer);
        dirty.remove(peer);
        peer.dirty = true; // never drained again
        tellSlow(peer, false);
    }

    /** DTLS is up, or the path is back. */
    public void connected(DataPeer peer, long nowNs) {
        Association association = peer.channels().association();
        association.resume(nowNs);
        association.connect(nowNs);
        touch(peer);
    }

    public void disconnected(DataPeer peer) {
        peer.channels().association().suspend();
    }

    public void receive(DataPeer peer, byte[] bytes, int offset, int length, long nowNs) {
        peer.channels().receive(bytes, offset, length, nowNs);
        read(peer, nowNs);
        touch(peer);
    }

    public void timeout(long nowNs) {
        for (int i = 0; i < peers.size(); i++) {
            DataPeer peer = peers.get(i);
            if (peer.nextTimeoutNs() <= nowNs) {
                peer.channels().association().timeout(nowNs);
                read(peer, nowNs);
                touch(peer);
            }
            if (peer.toldSlow) {
                tellSlow(peer, slow(peer, nowNs));
            }
        }
    }

    public long nextTimeoutNs() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < peers.size(); i++) {
            DataPeer peer = peers.get(i);
            next = Math.min(next, peer.nextTimeoutNs());
            if (peer.toldSlow) {
                next = Math.min(next, peer.slowSinceNs + PATIENCE_NS);
            }
        }
        return next;
    }

    /** True when there is something to drain: one look, since media asks after each batch. */
    public boolean waiting() {
        return !dirty.isEmpty();
    }

    public void drain(Output output, long nowNs) {
        for (int i = 0; i < dirty.size(); i++) {
            DataPeer peer = dirty.get(i);
            peer.dirty = false;
            Association association = peer.channels().association();
            for (int size = association.poll(packet, nowNs); size > 0; size = association.poll(packet, nowNs)) {
                output.transmit(peer.handle(), packet, 0, size);
            }
            tellSlow(peer, slow(peer, nowNs));
        }
        dirty.clear();
    }

    public DataStats stats() {
        return counters.read();
    }

    /** A packet of the server itself. */
    public void send(Set<String> identities, Lane lane, byte[] packet, long nowNs) {
        for (DataPeer receiver : peers) {
            if (gets(receiver, "", identities, lane)) {
                deliver(receiver, lane, packet, nowNs);
            }
        }
    }

    /** A message of a participant in another part, or of the server by way of that. */
    public void receive(String from, Lane lane, Set<String> destinations, byte[] bytes, long nowNs) {
        if (lane == Lane.TRACK) {
            var _ = deliverTrack(from, TrackPacket.handle(bytes), bytes, nowNs);
            return;
        }
        for (int i = 0; i < peers.size(); i++) {
            DataPeer receiver = peers.get(i);
            if (gets(receiver, from, destinations, lane)) {
                deliver(receiver, lane, bytes, nowNs);
            }
        }
    }

    /** Of a receiver in another part. */
    public void slow(int part, int transport, String participantId, String identity, boolean slow) {
        SlowOne one = new SlowOne(part, transport, participantId, identity);
        slowElsewhere.removeIf(known -> known.part() == part && known.transport() == transport);
        if (slow) {
            slowElsewhere.add(one);
        }
    }

    /** The part begins anew: what it told is forgotten, and it is told. */
    public void join(int part) {
        slowElsewhere.removeIf(one -> one.part() == part);
        for (DataPeer peer : peers) {
            if (peer.toldSlow) {
                elsewhere.slow(
                        peer.handle(), peer.participantId(), peer.member().identity(), true);
            }
        }
    }

    private void tellSlow(DataPeer peer, boolean slow) {
        if (peer.toldSlow != slow) {
            peer.toldSlow = slow;
            elsewhere.slow(peer.handle(), peer.participantId(), peer.member().identity(), slow);
        }
    }

    // The way of a message

    private void read(DataPeer peer, long nowNs) {
        peer.heldUntilNs = DataPeer.NEVER;
        for (Lane lane = peer.channels().peek(nowNs);
                lane != null;
                lane = peer.channels().peek(nowNs)) {
            if (!forward(peer, lane, peer.channels().payload(), nowNs)) {
                peer.heldUntilNs = nowNs + HOLD_NS;
                return;
            }
            peer.channels().take();
        }
        if (peer.channels().timedOut()) {
            stall(peer);
        }
    }

    /** False when the message has to wait. */
    private boolean forward(DataPeer from, Lane lane, byte[] payload, long nowNs) {
        if (!from.member().publish()) {
            counters.drop(DataDrop.NOT_ALLOWED);
            return true;
        }
        if (lane == Lane.TRACK) {
            forwardTrack(from, payload, nowNs);
            return true;
        }
        boolean reliable = lane == Lane.RELIABLE;
        return switch (DataPacket.read(payload, 0, payload.length, from.sender(), reliable)) {
            case DataPacket.Refused(DataDrop why) -> {
                counters.drop(why);
                yield true;
            }
            case DataPacket.Stamped stamped -> {
                if (stamped.sequence() != 0 && stamped.sequence() <= from.lastSequence()) {
                    counters.drop(DataDrop.REPEATED);
                    yield true;
                }
                if (reliable && mustWait(from, stamped.destinations(), nowNs)) {
                    yield false;
                }
                if (!from.budget().take(payload.length, nowNs)) {
                    if (!reliable) {
                        counters.drop(DataDrop.RATE);
                    }
                    yield !reliable;
                }
                spread(from, lane, stamped, nowNs);
                yield true;
            }
        };
    }

    /** To who subscribed to this track, each under its own handle. */
    private void forwardTrack(DataPeer from, byte[] packet, long nowNs) {
        int handle = TrackPacket.handle(packet);
        if (handle == 0) {
            counters.drop(DataDrop.MALFORMED);
            return;
        }
        if (!from.budget().take(packet.length, nowNs)) {
            counters.drop(DataDrop.RATE);
            return;
        }
        counters.in++;
        counters.inBytes += packet.length;
        if (!deliverTrack(from.participantId(), handle, packet, nowNs)) {
            counters.drop(DataDrop.TRACK);
        }
        if (elsewhere.behind()) {
            counters.drop(DataDrop.SLOW_RECEIVER);
        } else {
            elsewhere.message(from.participantId(), Lane.TRACK, Set.of(), packet);
        }
    }

    /** False when nobody here gets it. */
    private boolean deliverTrack(String from, int handle, byte[] packet, long nowNs) {
        boolean wanted = false;
        for (int i = 0; i < peers.size(); i++) {
            DataPeer receiver = peers.get(i);
            int known = receiver.routeOf(from, handle);
            if (known != 0 && gets(receiver, from, Set.of(), Lane.TRACK)) {
                wanted = true;
                deliver(receiver, Lane.TRACK, TrackPacket.withHandle(packet, known), nowNs);
            }
        }
        return wanted;
    }

    private void spread(DataPeer from, Lane lane, DataPacket.Stamped stamped, long nowNs) {
        if (stamped.sequence() != 0) {
            from.reached(stamped.sequence());
        }
        counters.in++;
        counters.inBytes += stamped.bytes().length;
        for (int i = 0; i < peers.size(); i++) {
            DataPeer receiver = peers.get(i);
            if (gets(receiver, from.participantId(), stamped.destinations(), lane)) {
                deliver(receiver, lane, stamped.bytes(), nowNs);
            }
        }
        if (lane == Lane.RELIABLE || !elsewhere.behind()) {
            elsewhere.message(from.participantId(), lane, stamped.destinations(), stamped.bytes());
        } else {
            counters.drop(DataDrop.SLOW_RECEIVER);
        }
    }

    private static boolean gets(DataPeer receiver, String from, Set<String> destinations, Lane lane) {
        return receiver.receives()
                && !receiver.participantId().equals(from)
                && (destinations.isEmpty()
                        || destinations.contains(receiver.member().identity()))
                && receiver.channels().open(lane);
    }

    private boolean mustWait(DataPeer from, Set<String> destinations, long nowNs) {
        for (int i = 0; i < peers.size(); i++) {
            DataPeer receiver = peers.get(i);
            if (gets(receiver, from.participantId(), destinations, Lane.RELIABLE) && slow(receiver, nowNs)) {
                return true;
            }
        }
        return elsewhere.behind() || slowElsewhere(from.participantId(), destinations);
    }

    private boolean slowElsewhere(String from, Set<String> destinations) {
        for (SlowOne one : slowElsewhere) {
            if (!one.participantId().equals(from)
                    && (destinations.isEmpty() || destinations.contains(one.identity()))) {
                return true;
            }
        }
        return false;
    }

    /** Slow, but not yet for too long. */
    private static boolean slow(DataPeer receiver, long nowNs) {
        if (receiver.channels().buffered(Lane.RELIABLE) <= SLOW_BYTES) {
            receiver.slowSinceNs = DataPeer.NEVER;
            return false;
        }
        if (receiver.slowSinceNs == DataPeer.NEVER) {
            receiver.slowSinceNs = nowNs;
        }
        return nowNs - receiver.slowSinceNs < PATIENCE_NS;
    }

    private void deliver(DataPeer receiver, Lane lane, byte[] bytes, long nowNs) {
        if (!receiver.fits(bytes.length)) {
            counters.drop(DataDrop.TOO_LARGE);
            return;
        }
        if (receiver.channels().send(lane, bytes, nowNs)) {
            counters.out++;
            counters.outBytes += bytes.length;
        } else if (lane == Lane.RELIABLE) {
            // A reliable channel with a hole would be a lie, so it ends.
            stall(receiver);
        }
        touch(receiver);
    }

    private void stall(DataPeer peer) {
        if (!peer.stalled) {
            peer.stalled = true;
            peer.channels().close();
            counters.stalled++;
            events.add(new DataStalled(roomId, peer.transportId()));
        }
    }

    private void touch(DataPeer peer) {
        if (!peer.dirty) {
            peer.dirty = true;
            dirty.add(peer);
        }
    }
}
