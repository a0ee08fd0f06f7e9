package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.RestartIce;
import chat.tertulia.control.Command.SetRemote;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.metrics.MetricsServer;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import chat.tertulia.node.peer.RtpPackets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole node on real UDP sockets of the loopback interface, without a link. */
class NodeTest {
    private static final Deadlines SHORT = new Deadlines(
            Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMillis(200));
    private static final int CAPACITY = 5;
    private static final long SSRC = 0x1234;
    private static final long OUT = 0xABCD;

    private final List<LoopbackPeer> peers = new ArrayList<>();
    private MediaNode node;
    private NodeUnderTest driver;

    @BeforeEach
    void start() throws IOException {
        node = MediaNode.start(config(), SHORT, LinkPace.DEFAULT);
        driver = new NodeUnderTest(node);
    }

    NodeConfig config() {
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        return new NodeConfig(List.of(), "key", loopback, loopback, 0, 2, NodeConfig.NO_METRICS, CAPACITY);
    }

    @AfterEach
    void stop() {
        peers.forEach(LoopbackPeer::close);
        node.close();
    }

    private LoopbackPeer peer() {
        LoopbackPeer peer = LoopbackPeer.open();
        peers.add(peer);
        return peer;
    }

    private LoopbackPeer publisher() {
        LoopbackPeer publisher = peer();
        driver.connect("room", "pub", publisher);
        driver.publish("room", "pub", "track", MediaKind.AUDIO, SSRC);
        return publisher;
    }

    private LoopbackPeer subscriber() {
        LoopbackPeer subscriber = peer();
        driver.connect("room", "sub", subscriber);
        driver.subscribe("room", "sub", "track", MediaKind.AUDIO, OUT);
        return subscriber;
    }

    /** Sends until something of the outgoing stream arrives decrypted. */
    private void flows(LoopbackPeer from, LoopbackPeer to) {
        to.received().clear();
        int[] sequence = {nextSequence += 1000};
        Await.until(
                "a forwarded packet arrives",
                () -> to.received().stream().anyMatch(p -> p.length == 100 && (p[1] & 0x7F) == 111),
                () -> from.sendRtp(RtpPackets.opus(SSRC, sequence[0]++, 100)));
        byte[] packet =
                to.received().stream().filter(p -> p.length == 100).findFirst().orElseThrow();
        assertEquals((int) OUT, (packet[10] & 0xFF) << 8 | (packet[11] & 0xFF));
        assertEquals(packet[50], packet[99]);
    }

    private int nextSequence;

    @Test
    void shouldForwardFromOnePeerToAnother() {
        LoopbackPeer publisher = publisher();
        LoopbackPeer subscriber = subscriber();
        flows(publisher, subscriber);
    }

    @Test
    void shouldPreferGcmWhenBothAreOffered() {
        assertEquals(SrtpProfile.AEAD_AES_128_GCM, profile(1, 8, 7));
    }

    @Test
    void shouldTakeTheOldProfileWhenItIsAllThatIsOffered() {
        assertEquals(SrtpProfile.AES128_CM_HMAC_SHA1_80, profile(1));
    }

    private SrtpProfile profile(int... offered) {
        LoopbackPeer peer = peer();
        TransportOpened opened = driver.open("room", "t");
        driver.setRemote("room", "t", peer, peer.fingerprint());
        peer.aim(opened);
        return peer.connect(offered).orTimeout(60, TimeUnit.SECONDS).join().profile();
    }

    @Test
    void shouldRefuseAnotherCertificateThanAnnounced() {
        LoopbackPeer peer = peer();
        TransportOpened opened = driver.open("room", "t");
        driver.setRemote(
                "room", "t", peer, NodeCertificate.create().fingerprint().text());
        peer.aim(opened);
        assertThrows(
                CompletionException.class,
                () -> peer.connect(LoopbackPeer.browserProfiles())
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join());
        Await.until(
                "the refusal is counted",
                () -> node.snapshots().stream().anyMatch(loop -> loop.handshakesFailed() == 1));
    }

    @Test
    void shouldNotBeginDtlsBeforeTheFingerprintIsKnownAndThenGoOn() {
        LoopbackPeer peer = peer();
        TransportOpened opened = driver.open("room", "t");
        peer.aim(opened);
        var keys = peer.connect(LoopbackPeer.browserProfiles());
        Await.until("the check is answered", () -> peer.checksAnswered() > 0);
        assertFalse(keys.isDone());
        driver.setRemote("room", "t", peer, peer.fingerprint());
        assertNotNull(keys.orTimeout(60, TimeUnit.SECONDS).join());
    }

    @Test
    void shouldDropDtlsFromAnAddressWithoutCheck() {
        LoopbackPeer stranger = peer();
        stranger.aim(driver.open("room", "t"));
        stranger.sendRaw(new byte[] {22, (byte) 0xFE, (byte) 0xFD, 0, 0});
        Await.until("the packet is dropped", () -> driver.drops(Drop.DTLS_UNVERIFIED) == 1);
    }

    @Test
    void shouldDropChecksThatAreNotSigned() {
        LoopbackPeer stranger = peer();
        TransportOpened opened = driver.open("room", "t");
        stranger.aim(opened);
        stranger.sendRaw(BindingRequest.signed(opened.ice().ufrag() + ":x", "a wrong password", true));
        Await.until("the check is dropped", () -> driver.drops(Drop.STUN_FORGED) == 1);
        stranger.sendRaw(BindingRequest.signed("nobody:x", "a wrong password", true));
        Await.until("the stranger is dropped", () -> driver.drops(Drop.STUN_UNKNOWN_UFRAG) == 1);
        stranger.sendRaw(new byte[] {22, (byte) 0xFE, (byte) 0xFD, 0, 0});
        Await.until("its address is not verified", () -> driver.drops(Drop.DTLS_UNVERIFIED) == 1);
    }

    @Test
    void shouldGoOnAmidGarbage() {
        LoopbackPeer publisher = publisher();
        LoopbackPeer subscriber = subscriber();
        LoopbackPeer stranger = peer();
        for (var loop : node.loops()) {
            stranger.aim(
                    new InetSocketAddress(
                            loop.port().addresses().getFirst(), loop.port().port()),
                    publisher.ice());
            garbage(stranger, 7);
        }
        garbage(publisher, 8);
        flows(publisher, subscriber);
        assertEquals(0, node.snapshots().stream().mapToLong(loop -> loop.bugs()).sum());
    }

    /** Every first byte, and random bytes of every short length. */
    private static void garbage(LoopbackPeer from, long seed) {
        Random random = new Random(seed);
        from.sendRaw(new byte[0]);
        for (int i = 0; i < 1500; i++) {
            byte[] data = new byte[1 + random.nextInt(i < 750 ? 40 : 1400)];
            random.nextBytes(data);
            data[0] = (byte) i;
            // DTLS alerts from the verified address may well end its own association; that is not what is tested here.
            if ((data[0] & 0xFF) < 20 || (data[0] & 0xFF) > 63) {
                from.sendRaw(data);
            }
        }
        from.sendRaw(new byte[] {(byte) 0x80, 111, 0});
        from.sendRaw(new byte[] {(byte) 0x80});
        from.sendRaw(new byte[] {(byte) 0x80, (byte) 200, 0, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void shouldDropAReplayedPacket() {
        LoopbackPeer publisher = publisher();
        BlockingQueue<byte[]> wire = new LinkedBlockingQueue<>();
        publisher.tap(wire::add);
        publisher.sendRtp(RtpPackets.opus(SSRC, 7, 100));
        // Checks for consent leave now and then, too.
        byte[] sent = wire.stream()
                .filter(data -> (data[0] & 0xC0) == 0x80)
                .findFirst()
                .orElseThrow();
        // The first of them that comes after the node has its keys is taken.
        Await.until("the replay is dropped", () -> driver.drops(Drop.SRTP_REPLAYED) > 0, () -> publisher.sendRaw(sent));
        byte[] forged = sent.clone();
        forged[30] ^= 1;
        forged[3] = 9;
        publisher.sendRaw(forged);
        Await.until("the forgery is dropped", () -> driver.drops(Drop.SRTP_FORGED) == 1);
    }

    @Test
    void shouldKeepMediaThroughAnIceRestart() {
        LoopbackPeer publisher = publisher();
        LoopbackPeer subscriber = subscriber();
        flows(publisher, subscriber);
        Reply reply = driver.ask(new RestartIce(driver.nextId(), "room", "sub", subscriber.renewIce()));
        TransportOpened renewed = (TransportOpened) reply;
        flows(publisher, subscriber);
        subscriber.aim(renewed);
        long before = subscriber.checksAnswered();
        Await.until("the new path is checked", () -> subscriber.checksAnswered() > before, subscriber::check);
        flows(publisher, subscriber);
    }

    @Test
    void shouldFollowThePeerToANewPath() {
        LoopbackPeer publisher = publisher();
        LoopbackPeer subscriber = subscriber();
        flows(publisher, subscriber);
        subscriber.move();
        long before = subscriber.checksAnswered();
        Await.until("the new address is answered", () -> subscriber.checksAnswered() > before, subscriber::check);
        flows(publisher, subscriber);
    }

    @Test
    void shouldForgetAClosedTransport() {
        LoopbackPeer publisher = publisher();
        driver.done(new CloseTransport(driver.nextId(), "room", "pub"));
        driver.done(new CloseTransport(driver.nextId(), "room", "pub"));
        publisher.sendRtp(RtpPackets.opus(SSRC, 1, 100));
        Await.until("its packets are nobody's", () -> driver.drops(Drop.MEDIA_UNVERIFIED) > 0);
        assertEquals(
                0, node.snapshots().stream().mapToInt(loop -> loop.transports()).sum());
        assertTrue(driver.ask(new RestartIce(driver.nextId(), "room", "pub", publisher.ice())) instanceof Reply.Failed);
    }

    @Test
    void shouldRefuseTransportsWhenFull() {
        for (int i = 0; i < CAPACITY; i++) {
            var _ = driver.open("room" + i, "t" + i);
        }
        Reply reply = driver.ask(new OpenTransport(driver.nextId(), "room", "p", "t"));
        assertEquals("full", ((Reply.Failed) reply).code());
    }

    @Test
    void shouldSpreadRoomsOverLoops() {
        var _ = driver.open("one", "a");
        var _ = driver.open("two", "b");
        assertTrue(node.snapshots().stream().allMatch(loop -> loop.transports() == 1));
    }

    @Test
    void shouldGoOnAfterABugInATask() {
        node.loops().getFirst().post(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertEquals(1, node.snapshots().getFirst().bugs());
    }

    @Test
    void shouldRefuseAnotherFingerprintOnTheSameTransport() {
        LoopbackPeer peer = peer();
        driver.connect("room", "t", peer);
        Reply reply = driver.ask(new SetRemote(
                driver.nextId(),
                "room",
                "t",
                peer.ice(),
                NodeCertificate.create().fingerprint().text(),
                List.of()));
        assertEquals("malformed", ((Reply.Failed) reply).code());
    }

    @Test
    void shouldServeMetrics() throws IOException, InterruptedException {
        LoopbackPeer publisher = publisher();
        flows(publisher, subscriber());
        try (MetricsServer metrics = MetricsServer.start(0, node::snapshots, node.paths());
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + metrics.port() + "/metrics");
            String text = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertEquals(2, sum(text, "tertulia_node_handshakes_total"), text);
            assertEquals(1, sum(text, "tertulia_node_rooms"), text);
            assertTrue(text.contains("# TYPE tertulia_node_forwarded_packets_total counter"), text);
        }
    }

    private static int sum(String text, String metric) {
        return text.lines()
                .filter(line -> line.startsWith(metric + "{"))
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    @Test
    void shouldWaitForThoseWhoAreInsideWhileItDrains() throws InterruptedException {
        LoopbackPeer publisher = publisher();
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> {
            try {
                node.drain(Duration.ofMinutes(1));
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        Await.until("no new room is taken", this::takesNoRoom);
        // Who belongs to a room that is there may still come in.
        flows(publisher, subscriber());
        assertFalse(drained.isDone());
        driver.done(new CloseTransport(driver.nextId(), "room", "pub"));
        driver.done(new CloseTransport(driver.nextId(), "room", "sub"));
        drained.orTimeout(60, TimeUnit.SECONDS).join();
        node.drain(Duration.ZERO);
    }

    private boolean takesNoRoom() {
        Reply reply = driver.ask(new OpenTransport(driver.nextId(), "another", "p", "other"));
        if (reply instanceof Reply.Failed) {
            return true;
        }
        driver.done(new CloseTransport(driver.nextId(), "another", "other"));
        return false;
    }

    @Test
    void shouldRestartIceBeforeThePeerWasAsked() {
        LoopbackPeer publisher = publisher();
        LoopbackPeer subscriber = subscriber();
        flows(publisher, subscriber);
        Reply reply = driver.ask(new RestartIce(driver.nextId(), "room", "sub", null));
        TransportOpened renewed = (TransportOpened) reply;
        flows(publisher, subscriber);
        var _ = subscriber.renewIce();
        driver.setRemote("room", "sub", subscriber, subscriber.fingerprint());
        subscriber.aim(renewed);
        long before = subscriber.checksAnswered();
        Await.until("the new path is checked", () -> subscriber.checksAnswered() > before, subscriber::check);
        flows(publisher, subscriber);
    }

    @Test
    void shouldKeepWhatARoomCountedAfterItsEnd() {
        LoopbackPeer publisher = publisher();
        flows(publisher, subscriber());
        driver.ask(new CloseTransport(driver.nextId(), "room", "pub"));
        driver.ask(new CloseTransport(driver.nextId(), "room", "sub"));
        assertTrue(node.snapshots().stream().allMatch(loop -> loop.rooms().isEmpty()));
        assertTrue(node.snapshots().stream()
                        .mapToLong(loop -> loop.ended().forwarded())
                        .sum()
                > 0);
    }

    @Test
    void shouldRefuseTransportsWhileDraining() {
        node.drain();
        Reply reply = driver.ask(new OpenTransport(driver.nextId(), "room", "p", "t"));
        assertEquals("draining", ((Reply.Failed) reply).code());
    }
}
