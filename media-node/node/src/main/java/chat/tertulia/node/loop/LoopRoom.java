package chat.tertulia.node.loop;

import chat.tertulia.control.Command;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.TransportState;
import chat.tertulia.control.NodeEvent.TransportStateChanged;
import chat.tertulia.control.Reply;
import chat.tertulia.media.Room;
import chat.tertulia.media.RoomOutput;
import chat.tertulia.media.RoomStats;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.node.srtp.SrtpSession;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A room on its loop: the sans-IO room, and the peers by whom it is reached. A bug while one peer's input is handled ends
 * that peer; one that ends peers all the time ends the room; neither ends the loop. Owned by: the loop.
 */
final class LoopRoom implements RoomOutput {
    private static final Logger LOG = Logger.getLogger(LoopRoom.class.getName());
    private static final int LARGEST = 1500;
    private static final int NOBODY = -1;

    private final MediaLoop loop;
    private final RoomParts parts;
    private final String roomId;
    private final int part;
    private final Room room;
    private final Timers.Timer<LoopRoom> timer = new Timers.Timer<>(this);
    private final Map<String, Peer> peers = new HashMap<>();
    private @Nullable Peer[] byHandle = new @Nullable Peer[8];
    private @Nullable Peer speaker;
    private boolean waits;
    private int relayedFrom = NOBODY;
    private int relayedTransport;
    private final List<PartLink> links = new ArrayList<>();
    private final byte[] out = new byte[LARGEST + SrtpSession.ROOM];

    LoopRoom(MediaLoop loop, RoomParts parts) {
        this.loop = loop;
        this.parts = parts;
        this.roomId = parts.roomId();
        this.part = parts.part(loop);
        this.room =
                new Room(roomId, new SplittableRandom(new SecureRandom().nextLong()), loop.audibleMicrophones(), part);
        for (MediaLoop other : parts.loops()) {
            if (other != loop) {
                meet(parts.part(other)).note(new Passage.Note.Joined());
            }
        }
        wakeOthers();
    }

    String roomId() {
        return roomId;
    }

    RoomParts parts() {
        return parts;
    }

    /** False for what one loop more has of a large room. */
    boolean isHome() {
        return part == 0;
    }

    Map<String, Peer> peers() {
        return peers;
    }

    RoomStats stats() {
        return room.stats();
    }

    Peer open(String transportId, String participantId) {
        int handle = room.openTransport(transportId, participantId, loop.now());
        Peer peer = new Peer(loop, this, transportId, handle);
        while (handle >= byHandle.length) {
            byHandle = Arrays.copyOf(byHandle, byHandle.length * 2);
        }
        byHandle[handle] = peer;
        peers.put(transportId, peer);
        return peer;
    }

    Reply handle(Command command) {
        Reply reply = room.handle(command, loop.now());
        drain();
        return reply;
    }

    /** The peer is gone from the room's sight; what it held is given back. */
    void remove(Peer peer) {
        peers.remove(peer.transportId());
        byHandle[peer.handle()] = null;
        peer.close();
        loop.listener().closed(roomId, peer.transportId());
    }

    void receive(Peer peer, byte[] data, int length) {
        try {
            room.receive(peer.handle(), data, 0, length, loop.now());
            flushLater();
            speaker = peer;
        } catch (RuntimeException bug) {
            broken(peer, bug);
        }
    }

    private void flushLater() {
        if (!waits) {
            waits = true;
            loop.toFlush(this);
        }
    }

    // Other parts

    private PartLink meet(int other) {
        PartLink link = new PartLink(loop.passageTo(parts.loops().get(other)), parts, part);
        while (links.size() <= other) {
            links.add(link);
        }
        links.set(other, link);
        room.join(other, link, loop.now());
        return link;
    }

    void relayed(int from, RelayedPacket packet) {
        flushLater();
        relayedFrom = from;
        relayedTransport = packet.transport();
        room.relayed(from, packet, loop.now());
    }

    /** By a packet of a transport in another part: that part ends it. */
    void harmed(int from, int transport, RuntimeException bug) {
        loop.counters().bugs++;
        loop.counters().drop(Drop.BUG);
        LOG.log(Level.SEVERE, "A bug ends a transport of another loop", bug);
        links.get(from).note(new Passage.Note.Harmful(transport));
        wakeOthers();
    }

    void endHarmful(int transport) {
        Peer peer = peer(transport);
        if (peer != null) {
            peer.fail();
        }
    }

    void joined(int from) {
        var _ = meet(from);
        flushLater();
    }

    void told(int from, RelayMessage message) {
        room.told(from, message, loop.now());
        flushLater();
    }

    /** The room cannot go on: neither can its other parts. */
    void tellBroken() {
        for (int other = 0; other < links.size(); other++) {
            if (other != part) {
                links.get(other).note(new Passage.Note.Broken());
            }
        }
        wakeOthers();
    }

    private void wakeOthers() {
        for (int other = 0; other < links.size(); other++) {
            links.get(other).wake();
        }
    }

    void receiveData(Peer peer, byte[] packet) {
        try {
            room.receiveData(peer.handle(), packet, 0, packet.length, loop.now());
            drain();
        } catch (RuntimeException bug) {
            broken(peer, bug);
        }
    }

    /**
     * Hands out what a batch of datagrams brought about. Once a batch and not once a datagram: so the room's output comes
     * receiver by receiver, which keeps one receiver's keys in the cache and lets a port send runs.
     */
    void flush() {
        Peer last = speaker;
        int from = relayedFrom;
        speaker = null;
        relayedFrom = NOBODY;
        waits = false;
        try {
            drain();
        } catch (RuntimeException bug) {
            if (last != null) {
                broken(last, bug);
            } else if (from != NOBODY) {
                harmed(from, relayedTransport, bug);
            } else {
                fail(bug);
            }
        }
    }

    /** The room is forgotten. */
    void end() {
        loop.timers().set(timer, Timers.NEVER);
    }

    void connected(Peer peer) {
        try {
            room.connected(peer.handle(), loop.now());
            drain();
        } catch (RuntimeException bug) {
            broken(peer, bug);
        }
    }

    void disconnected(Peer peer) {
        try {
            room.disconnected(peer.handle(), loop.now());
            drain();
        } catch (RuntimeException bug) {
            broken(peer, bug);
        }
    }

    void timeout(long nowNs) {
        try {
            room.handleTimeout(nowNs);
            drain();
        } catch (RuntimeException bug) {
            fail(bug);
        }
    }

    /** What belongs to nobody, as a timer, has ended in a bug: the room cannot go on. */
    void fail(RuntimeException bug) {
        loop.counters().bugs++;
        LOG.log(Level.SEVERE, "A bug ended a room", bug);
        tellBroken();
        abandon();
    }

    void abandon() {
        List.copyOf(peers.values()).forEach(Peer::fail);
        loop.abandon(this);
    }

    void stateChanged(Peer peer) {
        TransportState state = peer.state();
        if (state != null) {
            event(new TransportStateChanged(roomId, peer.transportId(), state));
        }
    }

    @Override
    public void transmit(int transport, PlainPacket packet) {
        Peer peer = peer(transport);
        if (peer == null || packet.length() > LARGEST) {
            loop.counters().drop(Drop.OUT_REFUSED);
        } else {
            peer.media().transmit(packet);
        }
    }

    @Override
    public void repeat(int transport, int place) {
        Peer peer = peer(transport);
        if (peer != null) {
            peer.media().repeat(place);
        }
    }

    @Override
    public void transmitRtcp(int transport, byte[] packet, int offset, int length) {
        Peer peer = peer(transport);
        if (peer == null || length > LARGEST) {
            loop.counters().drop(Drop.OUT_REFUSED);
            return;
        }
        System.arraycopy(packet, offset, out, 0, length);
        peer.media().transmitRtcp(out, length);
    }

    private @Nullable Peer peer(int handle) {
        return handle < byHandle.length ? byHandle[handle] : null;
    }

    @Override
    public void transmitData(int transport, byte[] packet, int offset, int length) {
        Peer peer = transport < byHandle.length ? byHandle[transport] : null;
        if (peer != null) {
            peer.transmitData(Arrays.copyOfRange(packet, offset, offset + length));
        }
    }

    @Override
    public void event(NodeEvent event) {
        loop.listener().event(roomId, event);
    }

    private void drain() {
        room.drain(this);
        loop.timers().set(timer, room.nextTimeoutNs());
        wakeOthers();
    }

    private void broken(Peer peer, RuntimeException bug) {
        loop.counters().bugs++;
        loop.counters().drop(Drop.BUG);
        LOG.log(Level.SEVERE, "A bug ended a transport", bug);
        peer.fail();
    }
}
