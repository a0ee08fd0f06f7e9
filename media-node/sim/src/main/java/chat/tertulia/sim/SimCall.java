package chat.tertulia.sim;

import chat.tertulia.control.Command;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.control.Reply;
import chat.tertulia.media.Room;
import chat.tertulia.media.RoomOutput;
import chat.tertulia.media.nack.SentSound;
import chat.tertulia.media.rewrite.PlainPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A {@link Room}, its clients and the network between them. The same seed gives the same call, packet by packet. */
public final class SimCall {
    public static final String ROOM = "room";

    private static final long SIGNALLING_NS = 50_000_000;

    private final SimClock clock = new SimClock();
    private final SplittableRandom random;
    private final Room room;
    private final Map<Integer, SimPeer> peers = new HashMap<>();
    private final Map<Integer, byte[][]> kept = new HashMap<>();
    private final List<NodeEvent> events = new ArrayList<>();
    private final RoomOutput output = new RoomOutput() {
        @Override
        public void transmit(int transport, PlainPacket packet) {
            byte[] copy = new byte[packet.length()];
            var _ = packet.copyTo(copy, 0);
            if (packet.place() != PlainPacket.NOWHERE) {
                kept.computeIfAbsent(transport, _ -> new byte[SentSound.CAPACITY][0])[packet.place()] = copy;
            }
            deliver(transport, copy, false);
        }

        @Override
        public void repeat(int transport, int place) {
            byte[][] packets = kept.get(transport);
            if (packets == null) {
                throw new IllegalStateException("The room repeats what it did not have kept");
            }
            deliver(transport, packets[place], false);
        }

        @Override
        public void transmitRtcp(int transport, byte[] packet, int offset, int length) {
            deliver(transport, Arrays.copyOfRange(packet, offset, offset + length), true);
        }

        private void deliver(int transport, byte[] copy, boolean rtcp) {
            SimPeer peer = peers.get(transport);
            if (peer == null) {
                throw new IllegalStateException("The room sent to a transport that is closed");
            }
            peer.downlink().send(copy, bytes -> peer.receive(bytes, rtcp));
        }

        @Override
        public void event(NodeEvent event) {
            events.add(event);
            if (event instanceof TrackDemand demand) {
                // Through the server and the publisher's socket.
                clock.after(SIGNALLING_NS, () -> peers.values().forEach(peer -> peer.demanded(demand)));
            }
        }
    };
    private int numbers;

    public SimCall(long seed) {
        random = new SplittableRandom(seed);
        room = new Room(ROOM, random.split());
    }

    public SimClock clock() {
        return clock;
    }

    public Room room() {
        return room;
    }

    SplittableRandom random() {
        return random;
    }

    /** What the room told so far. */
    public List<NodeEvent> events() {
        return events;
    }

    /** A connected client. */
    public SimPeer join(String id, Netem.Profile up, Netem.Profile down) {
        int handle = room.openTransport(id, "participant-" + id, clock.nowNs());
        Netem uplink = new Netem(clock, random.split(), up);
        Netem downlink = new Netem(clock, random.split(), down);
        SimPeer peer = new SimPeer(this, id, ++numbers, handle, uplink, downlink);
        peers.put(handle, peer);
        room.connected(handle, clock.nowNs());
        room.drain(output);
        return peer;
    }

    public SimPeer join(String id) {
        return join(id, Netem.Profile.CLEAN, Netem.Profile.CLEAN);
    }

    public Reply command(Command command) {
        Reply reply = room.handle(command, clock.nowNs());
        room.drain(output);
        return reply;
    }

    void close(SimPeer peer) {
        command(new Command.CloseTransport(3, ROOM, peer.id()));
        peers.remove(peer.handle());
    }

    void toRoom(SimPeer peer, byte[] packet) {
        room.receive(peer.handle(), packet, 0, packet.length, clock.nowNs());
        room.drain(output);
    }

    /** Lets so much time pass. */
    public void run(long durationNs) {
        long endNs = clock.nowNs() + durationNs;
        while (true) {
            long timeoutNs = Math.max(room.nextTimeoutNs(), clock.nowNs());
            long nextNs = Math.min(clock.nextNs(), timeoutNs);
            if (nextNs > endNs) {
                clock.advanceTo(endNs);
                return;
            }
            if (timeoutNs <= clock.nextNs()) {
                clock.advanceTo(timeoutNs);
                room.handleTimeout(timeoutNs);
                room.drain(output);
            } else {
                clock.step();
            }
        }
    }

    /** Lets so many milliseconds pass. */
    public void runMs(long milliseconds) {
        run(milliseconds * 1_000_000);
    }
}
