package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.CloseTrack;
import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.MuteTrack;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.media.RoomStats;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.loop.LoopSnapshot;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import chat.tertulia.node.peer.RtpPackets;
import chat.tertulia.node.peer.RtpPackets.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room over two loops, on real sockets: its first transport is on one, the next on the other, and so on. */
class LargeRoomTest {
    private static final String ROOM = "room";
    private static final long LOW = 0x1234;
    private static final long HIGH = 0x1235;
    private static final long OUT = 0xABCD;
    private static final int SMALL = 300;
    private static final int LARGE = 900;

    private final List<LoopbackPeer> peers = new ArrayList<>();
    private MediaNode node;
    private NodeUnderTest driver;
    private int picture;
    private int sequence;

    @BeforeEach
    void start() throws IOException {
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        NodeConfig config =
                new NodeConfig(List.of(), "key", loopback, loopback, 0, 2, NodeConfig.NO_METRICS, 50).withLargeRoom(1);
        node = MediaNode.start(config, Deadlines.DEFAULT, LinkPace.DEFAULT);
        driver = new NodeUnderTest(node);
    }

    @AfterEach
    void stop() {
        assertEquals(0, node.snapshots().stream().mapToLong(LoopSnapshot::bugs).sum());
        peers.forEach(LoopbackPeer::close);
        node.close();
    }

    private LoopbackPeer join(String transport) {
        LoopbackPeer peer = LoopbackPeer.open();
        peers.add(peer);
        var _ = driver.connect(ROOM, transport, peer);
        return peer;
    }

    private LoopbackPeer receiver(String transport) {
        LoopbackPeer peer = join(transport);
        driver.subscribe(ROOM, transport, "cam", MediaKind.VIDEO, OUT);
        return peer;
    }

    /** With two encodings. */
    private LoopbackPeer camera(String transport) {
        LoopbackPeer peer = join(transport);
        driver.done(publication(transport));
        return peer;
    }

    private ConfigureReceive publication(String transport) {
        List<Layer> layers = List.of(new Layer("q", 320, 180), new Layer("h", 640, 360));
        return new ConfigureReceive(
                driver.nextId(),
                ROOM,
                transport,
                List.of(),
                List.of(new ReceiveSection(
                        "0", "cam", MediaKind.VIDEO, List.of(NodeUnderTest.VP8), layers, List.of(LOW, HIGH))));
    }

    /** One picture in both encodings. */
    private void picture(LoopbackPeer from, boolean key) {
        picture++;
        sequence++;
        from.sendRtp(RtpPackets.vp8(LOW, sequence, picture, new Place(true, true, key), SMALL));
        from.sendRtp(RtpPackets.vp8(HIGH, sequence, picture, new Place(true, true, key), LARGE));
    }

    private static long pictures(LoopbackPeer at, int size) {
        // One byte of padding may be added to make sizes even.
        return at.received().stream()
                .filter(packet -> (packet[1] & 0x7F) == 96 && packet.length >= size && packet.length <= size + 1)
                .count();
    }

    private void sees(LoopbackPeer from, LoopbackPeer at, int size) {
        at.received().clear();
        Await.until("pictures of " + size + " bytes arrive", () -> pictures(at, size) >= 5, () -> picture(from, true));
    }

    private RoomStats stats() {
        return node.snapshots().stream()
                .flatMap(loop -> loop.rooms().values().stream())
                .reduce(RoomStats.NONE, RoomStats::plus);
    }

    private static String port(TransportOpened opened) {
        return opened.candidates().getFirst().split(" ", -1)[5];
    }

    @Test
    void shouldSendPicturesToBothLoopsAndEachTheLayerItWants() {
        LoopbackPeer alice = camera("alice");
        LoopbackPeer there = receiver("there");
        LoopbackPeer here = receiver("here");
        sees(alice, here, LARGE);
        sees(alice, there, LARGE);
        driver.done(new SelectLayer(driver.nextId(), ROOM, "there", "cam", true, 0));
        sees(alice, there, SMALL);
        there.received().clear();
        here.received().clear();
        Await.until("ten more arrive", () -> pictures(here, LARGE) >= 10, () -> picture(alice, false));
        assertEquals(0, pictures(there, LARGE), "the lower layer only");
        assertTrue(pictures(there, SMALL) >= 8, "the lower layer goes on");
        assertTrue(stats().relayed() > 20, stats().toString());
        assertEquals(1, node.snapshots().stream().mapToInt(LoopSnapshot::homes).sum(), "it is one room");
    }

    @Test
    void shouldLoseNothingOnTheWayToTheOtherLoop() {
        LoopbackPeer alice = join("alice");
        driver.publish(ROOM, "alice", "mic", MediaKind.AUDIO, LOW);
        LoopbackPeer there = join("there");
        driver.subscribe(ROOM, "there", "mic", MediaKind.AUDIO, OUT);
        int[] number = {100};
        Await.until(
                "sound arrives",
                () -> !there.received().isEmpty(),
                () -> alice.sendRtp(RtpPackets.opus(LOW, number[0]++, 100)));
        there.received().clear();
        int from = number[0];
        for (int i = 0; i < 500; i++) {
            int next = from + i;
            alice.sendRtp(RtpPackets.opus(LOW, next, 100));
            // Not more at once than sockets take.
            Await.until(
                    "packet " + next + " arrives",
                    () -> there.received().stream()
                            .anyMatch(packet -> packet.length == 100 && packet[99] == (byte) next));
            if (i % 50 == 49) {
                assertContinuous(there);
            }
        }
    }

    private static void assertContinuous(LoopbackPeer at) {
        int last = -1;
        for (byte[] packet : List.copyOf(at.received())) {
            if ((packet[1] & 0x7F) == 111) {
                int number = ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
                assertTrue(last < 0 || number == ((last + 1) & 0xFFFF), last + " then " + number);
                last = number;
            }
        }
        at.received().clear();
    }

    @Test
    void shouldCarryARequestForAKeyframeToThePublisher() {
        LoopbackPeer alice = camera("alice");
        LoopbackPeer there = receiver("there");
        sees(alice, there, LARGE);
        alice.received().clear();
        Await.until("the publisher is asked", () -> asked(alice), () -> {
            picture(alice, false);
            there.sendRtcp(pictureLoss());
        });
    }

    private static boolean asked(LoopbackPeer publisher) {
        return publisher.received().stream().anyMatch(LargeRoomTest::holdsPictureLoss);
    }

    /** Some part of the compound is a PLI of the higher layer (RFC 4585 §6.3.1). */
    private static boolean holdsPictureLoss(byte[] compound) {
        ByteBuffer all = ByteBuffer.wrap(compound);
        for (int at = 0; at + 12 <= compound.length; at += 4 * ((all.getShort(at + 2) & 0xFFFF) + 1)) {
            if ((compound[at] & 0x1F) == 1 && (compound[at + 1] & 0xFF) == 206 && all.getInt(at + 8) == (int) HIGH) {
                return true;
            }
        }
        return false;
    }

    private static byte[] pictureLoss() {
        return ByteBuffer.allocate(12)
                .put((byte) 0x81)
                .put((byte) 206)
                .putShort((short) 2)
                .putInt(7)
                .putInt((int) OUT)
                .array();
    }

    @Test
    void shouldMuteAndCloseEverywhere() {
        LoopbackPeer alice = camera("alice");
        LoopbackPeer there = receiver("there");
        LoopbackPeer here = receiver("here");
        sees(alice, there, LARGE);
        driver.done(new MuteTrack(driver.nextId(), ROOM, "cam", true));
        List<LoopbackPeer> both = List.of(here, there);
        assertSilent(alice, both);
        driver.done(new MuteTrack(driver.nextId(), ROOM, "cam", false));
        sees(alice, here, LARGE);
        sees(alice, there, LARGE);
        driver.done(new CloseTrack(driver.nextId(), ROOM, "cam"));
        assertSilent(alice, both);
        driver.done(publication("alice"));
        sees(alice, there, LARGE);
        driver.done(new CloseTransport(driver.nextId(), ROOM, "alice"));
        assertEquals(
                "unknown_track", ((Reply.Failed) driver.ask(new MuteTrack(driver.nextId(), ROOM, "cam", true))).code());
    }

    /** Whoever shall get it does not, while a stream that nobody stopped shows that time has passed. */
    private void assertSilent(LoopbackPeer from, List<LoopbackPeer> at) {
        Await.until("what was under way is through", () -> {
            long before = stats().forwarded();
            for (int i = 0; i < 5; i++) {
                picture(from, true);
            }
            long dropped = stats().packetsIn();
            Await.until("the node has taken more", () -> stats().packetsIn() > dropped, () -> picture(from, true));
            return stats().forwarded() == before;
        });
        at.forEach(peer -> peer.received().clear());
        long taken = stats().packetsIn();
        Await.until("the node has taken ten", () -> stats().packetsIn() > taken + 10, () -> picture(from, true));
        at.forEach(peer -> assertEquals(0, pictures(peer, LARGE)));
    }

    @Test
    void shouldPublishFromEitherLoop() {
        LoopbackPeer first = receiver("first");
        LoopbackPeer alice = camera("alice");
        LoopbackPeer third = receiver("third");
        LoopbackPeer fourth = receiver("fourth");
        for (LoopbackPeer receiver : List.of(first, third, fourth)) {
            sees(alice, receiver, LARGE);
        }
    }

    @Test
    void shouldLastUntilNobodyIsInAnyPart() {
        TransportOpened home = driver.open(ROOM, "home");
        LoopbackPeer alice = LoopbackPeer.open();
        LoopbackPeer bob = LoopbackPeer.open();
        peers.addAll(List.of(alice, bob));
        TransportOpened other = driver.connect(ROOM, "alice", alice);
        assertNotEquals(port(home), port(other));
        driver.done(publication("alice"));
        driver.done(new CloseTransport(driver.nextId(), ROOM, "home"));
        var _ = driver.connect(ROOM, "bob", bob);
        driver.subscribe(ROOM, "bob", "cam", MediaKind.VIDEO, OUT);
        sees(alice, bob, LARGE);
        driver.done(new CloseTransport(driver.nextId(), ROOM, "alice"));
        driver.done(new CloseTransport(driver.nextId(), ROOM, "bob"));
        Await.until(
                "no loop has anything of the room",
                () -> node.snapshots().stream().allMatch(loop -> loop.rooms().isEmpty()));
        // And it may begin again.
        LoopbackPeer again = camera("again");
        sees(again, receiver("there"), LARGE);
    }

    @Test
    void shouldForgetWhatWasPublishedWithItsTransport() {
        LoopbackPeer alice = camera("alice");
        LoopbackPeer there = receiver("there");
        sees(alice, there, LARGE);
        driver.done(new CloseTransport(driver.nextId(), ROOM, "alice"));
        LoopbackPeer carol = join("carol");
        driver.done(publication("carol"));
        sees(carol, there, LARGE);
    }
}
