package chat.tertulia.sim;

import chat.tertulia.control.Command;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.control.Reply;
import chat.tertulia.media.Room;
import chat.tertulia.media.RoomOutput;
import chat.tertulia.media.RoomStats;
import chat.tertulia.media.nack.SentSound;
import chat.tertulia.media.relay.Neighbour;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import chat.tertulia.media.rewrite.PlainPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Room}, its clients and the network between them. The same seed gives the same call, packet by packet. A large room has
 * several parts, which hand each other what they have to after random short times, as loops do.
 */
public final class SimCall {
    public static final String ROOM = "room";

    private static final long SIGNALLING_NS = 50_000_000;

    private final SimClock clock = new SimClock();
    private final SplittableRandom random;
    private final List<Part> parts = new ArrayList<>();
    private final Map<SimPeer, Part> partOfPeer = new HashMap<>();
    private final List<NodeEvent> events = new ArrayList<>();
    private int numbers;

    /** One part of the room: what one loop has of it. */
    private final class Part implements RoomOutput {
        private final Room room;
        private final Map<Integer, SimPeer> peers = new HashMap<>();
        private final Map<Integer, byte[][]> kept = new HashMap<>();

        Part(Room room) {
            this.room = room;
        }

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
                clock.after(
                        SIGNALLING_NS,
                        () -> parts.forEach(part -> part.peers.values().forEach(peer -> peer.demanded(demand))));
            }
        }
    }

    /** What one part hands another. */
    private final class Way implements Neighbour {
        private static final long LONGEST_NS = 300_000;

        private final int from;
        private final Part to;
        private long lastNs = Long.MIN_VALUE;
        private @Nullable RelayedPacket claimed;

        Way(int from, Part to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public RelayedPacket claim() {
            claimed = new RelayedPacket();
            return claimed;
        }

        @Override
        public void hand() {
            RelayedPacket packet = Objects.requireNonNull(claimed);
            carry(() -> to.room.relayed(from, packet, clock.nowNs()));
        }

        @Override
        public void tell(RelayMessage message) {
            carry(() -> to.room.told(from, message, clock.nowNs()));
        }

        private void carry(Runnable what) {
            lastNs = Math.max(lastNs, clock.nowNs() + random.nextLong(LONGEST_NS));
            clock.at(lastNs, () -> {
                what.run();
                to.room.drain(to);
            });
        }

        @Override
        public boolean behind() {
            return false;
        }
    }

    public SimCall(long seed) {
        this(seed, 1);
    }

    /** @param count parts of the room */
    public SimCall(long seed, int count) {
        random = new SplittableRandom(seed);
        for (int part = 0; part < count; part++) {
            parts.add(new Part(new Room(ROOM, random.split(), Room.AUDIBLE_MICROPHONES, part)));
        }
        for (int one = 0; one < count; one++) {
            for (int other = 0; other < count; other++) {
                if (one != other) {
                    parts.get(one).room.join(other, new Way(one, parts.get(other)), clock.nowNs());
                }
            }
        }
    }

    public SimClock clock() {
        return clock;
    }

    /** The first part, which is all of a small room. */
    public Room room() {
        return room(0);
    }

    public Room room(int part) {
        return parts.get(part).room;
    }

    /** Of all parts. */
    public RoomStats stats() {
        return parts.stream().map(part -> part.room.stats()).reduce(RoomStats.NONE, RoomStats::plus);
    }

    SplittableRandom random() {
        return random;
    }

    /** What the room told so far. */
    public List<NodeEvent> events() {
        return events;
    }

    /** A connected client; one after the other, they come to the parts in turn. */
    public SimPeer join(String id, Netem.Profile up, Netem.Profile down) {
        return join(id, numbers % parts.size(), up, down);
    }

    public SimPeer join(String id) {
        return join(id, numbers % parts.size());
    }

    public SimPeer join(String id, int part) {
        return join(id, part, Netem.Profile.CLEAN, Netem.Profile.CLEAN);
    }

    public SimPeer join(String id, int where, Netem.Profile up, Netem.Profile down) {
        Part part = parts.get(where);
        int handle = part.room.openTransport(id, "participant-" + id, clock.nowNs());
        Netem uplink = new Netem(clock, random.split(), up);
        Netem downlink = new Netem(clock, random.split(), down);
        SimPeer peer = new SimPeer(this, id, ++numbers, handle, uplink, downlink);
        part.peers.put(handle, peer);
        partOfPeer.put(peer, part);
        part.room.connected(handle, clock.nowNs());
        part.room.drain(part);
        return peer;
    }

    /** What is of a transport goes to its part, all else to the first. */
    public Reply command(Command command) {
        Part part = switch (command) {
            case Command.ConfigureReceive of -> partOf(of.transportId());
            case Command.ConfigureSend of -> partOf(of.transportId());
            case Command.SelectLayer of -> partOf(of.transportId());
            case Command.CloseTransport of -> partOf(of.transportId());
            default -> parts.getFirst();
        };
        Reply reply = part.room.handle(command, clock.nowNs());
        part.room.drain(part);
        return reply;
    }

    private Part partOf(String transportId) {
        for (Map.Entry<SimPeer, Part> entry : partOfPeer.entrySet()) {
            if (entry.getKey().id().equals(transportId)) {
                return entry.getValue();
            }
        }
        return parts.getFirst();
    }

    void close(SimPeer peer) {
        var _ = command(new Command.CloseTransport(3, ROOM, peer.id()));
        Objects.requireNonNull(partOfPeer.get(peer)).peers.remove(peer.handle());
    }

    void toRoom(SimPeer peer, byte[] packet) {
        Part part = Objects.requireNonNull(partOfPeer.get(peer));
        part.room.receive(peer.handle(), packet, 0, packet.length, clock.nowNs());
        part.room.drain(part);
    }

    /** Lets so much time pass. */
    public void run(long durationNs) {
        long endNs = clock.nowNs() + durationNs;
        while (true) {
            Part first = parts.getFirst();
            for (Part part : parts) {
                first = part.room.nextTimeoutNs() < first.room.nextTimeoutNs() ? part : first;
            }
            long timeoutNs = Math.max(first.room.nextTimeoutNs(), clock.nowNs());
            long nextNs = Math.min(clock.nextNs(), timeoutNs);
            if (nextNs > endNs) {
                clock.advanceTo(endNs);
                return;
            }
            if (timeoutNs <= clock.nextNs()) {
                clock.advanceTo(timeoutNs);
                first.room.handleTimeout(timeoutNs);
                first.room.drain(first);
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
