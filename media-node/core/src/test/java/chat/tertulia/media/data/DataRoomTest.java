package chat.tertulia.media.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.ConfigureData;
import chat.tertulia.control.Command.DataMember;
import chat.tertulia.control.Command.DataRole;
import chat.tertulia.control.Command.DataRoute;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.DataStalled;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.sctp.Association;
import chat.tertulia.media.sctp.Reliability;
import chat.tertulia.media.sctp.SctpEvent;
import chat.tertulia.media.sctp.SctpSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DataRoomTest {
    private static final long MS = 1_000_000;
    private static final int DCEP = 50;
    private static final int BINARY = 53;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<NodeEvent> events = new ArrayList<>();
    private final DataRoom room = new DataRoom("room", random, events);
    private final Map<Integer, Client> clients = new LinkedHashMap<>();
    private long nowNs = 1_000 * MS;

    /** The other end of a transport, as a stock client behaves. */
    private final class Client {
        final DataPeer peer;
        final Association association = new Association(SctpSettings.DEFAULT, random.split());
        final Map<Integer, String> labels = new LinkedHashMap<>();
        final List<String> heard = new ArrayList<>();
        final List<byte[]> tracks = new ArrayList<>();
        boolean deaf;
        int sequence;

        Client(int handle, String identity, DataRole role, boolean publish) {
            DataMember member = new DataMember(identity, identity, publish);
            ConfigureData configured = new ConfigureData(1, "room", "t" + handle, member, role, 5000, 262_144);
            peer = room.open(handle, "PA_" + identity, configured, nowNs);
            association.connect(nowNs);
            room.connected(peer, nowNs);
            clients.put(handle, this);
        }

        Client opens() {
            settle();
            open(0, Lane.LOSSY);
            open(2, Lane.RELIABLE);
            open(4, Lane.TRACK);
            settle();
            return this;
        }

        private void open(int stream, Lane lane) {
            byte[] open = new ChannelOpen(lane.reliability(), lane.label(), "").bytes();
            assertTrue(association.send(stream, DCEP, open, Reliability.FULL, nowNs));
            labels.put(stream, lane.label());
        }

        void says(Lane lane, String text, String... to) {
            int stream = lane == Lane.LOSSY ? 0 : lane == Lane.RELIABLE ? 2 : 4;
            assertTrue(association.send(stream, BINARY, packet(text, to), lane.reliability(), nowNs));
        }

        /** A whole frame in one packet of a data track. */
        void pushes(int version, int handle, int... payload) {
            byte[] packet = new byte[TrackPacket.HEADER_BYTES + payload.length];
            packet[0] = (byte) (version << 5 | 3 << 3);
            NetworkOrder.put16(packet, 2, handle);
            for (int i = 0; i < payload.length; i++) {
                packet[TrackPacket.HEADER_BYTES + i] = (byte) payload[i];
            }
            says(packet);
        }

        void says(byte[] packet) {
            assertTrue(association.send(4, BINARY, packet, Lane.TRACK.reliability(), nowNs));
        }

        void gets(DataRoute... routes) {
            room.route(peer, List.of(routes));
        }

        private byte[] packet(String text, String... to) {
            ProtoWriter user = new ProtoWriter(text.length() + 20);
            user.text(2, text.getBytes(UTF_8));
            byte[] inner = user.toBytes();
            ProtoWriter packet = new ProtoWriter(inner.length + 200);
            packet.bytes(2, inner, 0, inner.length);
            packet.varint(16, ++sequence);
            for (String identity : to) {
                packet.text(5, identity.getBytes(UTF_8));
            }
            return packet.toBytes();
        }

        private void take(SctpEvent event) {
            if (event instanceof SctpEvent.Message message && message.protocol() == DCEP) {
                ChannelOpen open = ChannelOpen.read(message.payload(), 0, message.payload().length);
                if (open != null) {
                    labels.put(message.stream(), open.label());
                    assertTrue(association.send(message.stream(), DCEP, new byte[] {2}, Reliability.FULL, nowNs));
                }
            } else if (event instanceof SctpEvent.Message message
                    && Lane.TRACK.label().equals(labels.get(message.stream()))) {
                tracks.add(message.payload());
            } else if (event instanceof SctpEvent.Message message) {
                heard.add(labels.get(message.stream()) + " " + text(message.payload()));
            }
        }
    }

    /** Identity and text of a stamped user packet. */
    private static String text(byte[] packet) {
        String identity = "";
        String text = "";
        ProtoReader field = new ProtoReader(packet, 0, packet.length);
        while (field.next()) {
            if (field.number() == 4) {
                identity = new String(packet, field.valueAt(), field.valueLength(), UTF_8);
            } else if (field.number() == 2) {
                ProtoReader user = new ProtoReader(packet, field.valueAt(), field.valueLength());
                while (user.next()) {
                    if (user.number() == 2) {
                        text = new String(packet, user.valueAt(), Math.min(20, user.valueLength()), UTF_8);
                    }
                }
            }
        }
        return identity + ": " + text;
    }

    private void settle() {
        pass(300);
    }

    private void pass(long milliseconds) {
        for (long step = 0; step < milliseconds; step += 5) {
            nowNs += 5 * MS;
            room.timeout(nowNs);
            exchange();
            clients.values().forEach(client -> client.association.timeout(nowNs));
            exchange();
        }
    }

    private void exchange() {
        byte[] packet = new byte[1200];
        boolean more = true;
        while (more) {
            more = room.waiting();
            room.drain(
                    (handle, bytes, offset, length) -> {
                        Client client = clients.get(handle);
                        if (client != null && !client.deaf) {
                            client.association.receive(bytes, offset, length, nowNs);
                        }
                    },
                    nowNs);
            for (Client client : clients.values()) {
                for (SctpEvent event = client.association.pollEvent(); event != null; ) {
                    client.take(event);
                    event = client.association.pollEvent();
                }
                for (int size = client.association.poll(packet, nowNs); size > 0; ) {
                    more = true;
                    if (!client.deaf) {
                        room.receive(client.peer, packet, 0, size, nowNs);
                    }
                    size = client.association.poll(packet, nowNs);
                }
            }
        }
    }

    @Test
    void shouldReachEverybodyElseOrWhomItIsFor() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        Client carol = new Client(3, "carol", DataRole.BOTH, true).opens();
        alice.says(Lane.RELIABLE, "to all");
        alice.says(Lane.LOSSY, "quick");
        alice.says(Lane.RELIABLE, "to bob", "bob", "nobody");
        alice.says(Lane.TRACK, "a track");
        settle();
        assertEquals(
                Set.of("_reliable alice: to all", "_lossy alice: quick", "_reliable alice: to bob"),
                Set.copyOf(bob.heard));
        assertEquals(Set.of("_reliable alice: to all", "_lossy alice: quick"), Set.copyOf(carol.heard));
        assertEquals(List.of(), alice.heard);
        assertEquals(1, room.stats().dropped(DataDrop.TRACK));
    }

    @Test
    void shouldForwardADataTrackToWhoGetsItUnderItsOwnHandle() {
        Client alice = new Client(1, "alice", DataRole.FROM_PEER, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        Client carol = new Client(3, "carol", DataRole.TO_PEER, true);
        Client dave = new Client(4, "dave", DataRole.BOTH, true).opens();
        settle();
        bob.gets(new DataRoute("PA_alice", 3, 7), new DataRoute("PA_dave", 3, 8));
        carol.gets(new DataRoute("PA_alice", 3, 0x1234));
        dave.gets(new DataRoute("PA_alice", 4, 7));

        alice.pushes(0, 3, 40, 41);
        settle();

        assertArrayEquals(new byte[] {24, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 40, 41}, bob.tracks.getFirst());
        assertArrayEquals(new byte[] {24, 0, 0x12, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 40, 41}, carol.tracks.getFirst());
        assertEquals(List.of(1, 1, 0), List.of(bob.tracks.size(), carol.tracks.size(), dave.tracks.size()));
        assertEquals(0, room.stats().dropped(DataDrop.TRACK));

        bob.gets();
        carol.gets();
        alice.pushes(0, 3, 42);
        settle();
        assertEquals(List.of(1, 1), List.of(bob.tracks.size(), carol.tracks.size()));
        assertEquals(1, room.stats().dropped(DataDrop.TRACK));
    }

    @Test
    void shouldForwardNothingThatIsNoPacketOfADataTrack() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client mute = new Client(2, "mute", DataRole.BOTH, false).opens();
        Client bob = new Client(3, "bob", DataRole.BOTH, true).opens();
        bob.gets(new DataRoute("PA_alice", 1, 7), new DataRoute("PA_alice", 0, 8), new DataRoute("PA_mute", 1, 9));

        alice.pushes(1, 1, 40);
        alice.pushes(0, 0, 40);
        alice.says(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
        mute.pushes(0, 1, 40);
        settle();

        assertEquals(0, bob.tracks.size());
        assertEquals(3, room.stats().dropped(DataDrop.MALFORMED));
        assertEquals(1, room.stats().dropped(DataDrop.NOT_ALLOWED));
    }

    @Test
    void shouldHoldDataTracksToTheRateOfTheirParticipant() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        bob.gets(new DataRoute("PA_alice", 1, 7));
        for (int i = 0; i < 3 * DataBudget.MESSAGE_BURST; i++) {
            alice.pushes(0, 1, 40);
        }
        settle();
        assertTrue(room.stats().dropped(DataDrop.RATE) > 0);
        assertTrue(bob.tracks.size() <= 2 * DataBudget.MESSAGE_BURST, "got " + bob.tracks.size());
    }

    @Test
    void shouldOpenTheChannelsWhereTheClientReceivesOnly() {
        Client out = new Client(1, "alice", DataRole.FROM_PEER, true).opens();
        Client in = new Client(2, "alice", DataRole.TO_PEER, true);
        Client bob = new Client(3, "bob", DataRole.BOTH, true).opens();
        settle();
        assertEquals(Map.of(1, "_reliable", 3, "_lossy", 5, "_data_track"), in.labels);
        bob.says(Lane.RELIABLE, "hello");
        out.says(Lane.RELIABLE, "hello too");
        settle();
        assertEquals(List.of("_reliable bob: hello"), in.heard);
        assertEquals(List.of(), out.heard);
        assertEquals(List.of("_reliable alice: hello too"), bob.heard);
    }

    @Test
    void shouldKeepWhoMayNotPublishFromReachingAnybody() {
        Client mute = new Client(1, "mute", DataRole.BOTH, false).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        mute.says(Lane.RELIABLE, "unheard");
        settle();
        assertEquals(List.of(), bob.heard);
        assertEquals(1, room.stats().dropped(DataDrop.NOT_ALLOWED));
        ConfigureData allowed =
                new ConfigureData(2, "room", "t1", new DataMember("mute", "mute", true), DataRole.BOTH, 5000, 0);
        assertTrue(room.configure(mute.peer, allowed));
        mute.says(Lane.RELIABLE, "heard");
        settle();
        assertEquals(List.of("_reliable mute: heard"), bob.heard);
    }

    @Test
    void shouldDropWhatCameBeforeAResume() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        alice.says(Lane.RELIABLE, "one");
        alice.sequence--;
        alice.says(Lane.RELIABLE, "one");
        alice.says(Lane.RELIABLE, "two");
        settle();
        assertEquals(List.of("_reliable alice: one", "_reliable alice: two"), bob.heard);
        assertEquals(2, alice.peer.lastSequence());
        assertEquals(1, room.stats().dropped(DataDrop.REPEATED));
    }

    @Test
    void shouldSendAtThePaceOfTheReceiverAndNotWaitForOneThatIsGone() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        Client deaf = new Client(3, "deaf", DataRole.BOTH, true).opens();
        deaf.deaf = true;
        String large = "x".repeat(50_000);
        int sent = 0;
        for (int i = 0; i < 4_000 && events.isEmpty(); i++) {
            if (alice.association.buffered() < 1_000_000) {
                alice.says(Lane.RELIABLE, sent + " " + large);
                sent++;
            }
            pass(10);
        }
        assertEquals(List.of(new DataStalled("room", "t3")), events);
        pass(20_000);
        assertEquals(sent, bob.heard.size());
        assertTrue(deaf.heard.isEmpty());
        assertEquals(1, room.stats().stalled());
        assertTrue(bob.heard.getLast().startsWith("_reliable alice: " + (sent - 1) + " "), bob.heard.getLast());
    }

    @Test
    void shouldLimitTheRateOfOneParticipant() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        for (int i = 0; i < 3_000; i++) {
            alice.says(Lane.RELIABLE, "message");
            if (i % 50 == 0) {
                pass(5);
            }
        }
        int soon = bob.heard.size();
        assertTrue(soon <= DataBudget.MESSAGE_BURST + 400, soon + " at once");
        pass(10_000);
        assertEquals(3_000, bob.heard.size());
    }

    @Test
    void shouldSendWhatTheServerSays() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        room.send(Set.of("bob"), Lane.RELIABLE, new byte[] {18, 3, 18, 1, 'x'}, nowNs);
        settle();
        assertEquals(List.of("_reliable : x"), bob.heard);
        assertEquals(List.of(), alice.heard);
    }

    @Test
    void shouldLastWhileAPathIsAway() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        bob.deaf = true;
        room.disconnected(bob.peer);
        alice.says(Lane.RELIABLE, "patience");
        pass(60_000);
        assertFalse(bob.peer.channels().association().ended());
        bob.deaf = false;
        room.connected(bob.peer, nowNs);
        pass(12_000);
        assertEquals(List.of("_reliable alice: patience"), bob.heard);
    }

    @Test
    void shouldForgetWhoHasLeft() {
        Client alice = new Client(1, "alice", DataRole.BOTH, true).opens();
        Client bob = new Client(2, "bob", DataRole.BOTH, true).opens();
        room.close(bob.peer);
        clients.remove(2);
        alice.says(Lane.RELIABLE, "anybody?");
        settle();
        assertEquals(0, room.stats().out());
        assertEquals(Arrays.asList(), bob.heard);
    }
}
