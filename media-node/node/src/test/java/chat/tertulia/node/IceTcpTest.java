package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.FreePort;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import chat.tertulia.node.peer.RtpPackets;
import chat.tertulia.node.tcp.TcpSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that reach the node by TCP only. */
class IceTcpTest {
    private static final Deadlines SHORT = new Deadlines(
            Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMillis(200));
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long SSRC = 0x1234;
    private static final long OUT = 0xABCD;

    private final List<LoopbackPeer> peers = new ArrayList<>();
    private int sharedPort;
    private MediaNode node;
    private NodeUnderTest driver;

    @BeforeEach
    void start() throws IOException {
        sharedPort = FreePort.next();
        TcpSetting tcp = new TcpSetting(true, sharedPort, 20, 8, Duration.ofSeconds(4));
        List<InetAddress> addresses = List.of(LOOPBACK);
        node = MediaNode.start(
                new NodeConfig(List.of(), "key", addresses, addresses, 0, 2, NodeConfig.NO_METRICS, 10)
                        .withLargeRoom(largeRoom())
                        .with(tcp),
                SHORT,
                LinkPace.DEFAULT);
        driver = new NodeUnderTest(node);
    }

    /** No room of these tests is large. */
    int largeRoom() {
        return 0;
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

    private TransportOpened opened(String transport, LoopbackPeer peer) {
        TransportOpened opened = driver.open("room", transport);
        driver.setRemote("room", transport, peer, peer.fingerprint());
        return opened;
    }

    private static void shake(LoopbackPeer peer) {
        var _ = peer.connect(LoopbackPeer.browserProfiles())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private LoopbackPeer byTcp(String transport) {
        LoopbackPeer peer = peer();
        peer.aimByTcp(opened(transport, peer));
        shake(peer);
        return peer;
    }

    private void flows(LoopbackPeer from, LoopbackPeer to) {
        to.received().clear();
        int[] sequence = {nextSequence += 1000};
        Await.until(
                "a forwarded packet arrives",
                () -> to.received().stream().anyMatch(p -> p.length == 100 && (p[1] & 0x7F) == 111),
                () -> from.sendRtp(RtpPackets.opus(SSRC, sequence[0]++, 100)));
    }

    private int nextSequence;

    @Test
    void shouldCarryDtlsAndMediaBothWays() {
        LoopbackPeer publisher = byTcp("pub");
        driver.publish("room", "pub", "track", MediaKind.AUDIO, SSRC);
        LoopbackPeer subscriber = byTcp("sub");
        driver.subscribe("room", "sub", "track", MediaKind.AUDIO, OUT);
        flows(publisher, subscriber);
    }

    @Test
    void shouldTakePeersOfAnyLoopOnTheSharedPort() {
        for (String room : List.of("one", "two")) {
            LoopbackPeer peer = peer();
            TransportOpened opened = driver.open(room, "t" + room);
            driver.setRemote(room, "t" + room, peer, peer.fingerprint());
            assertTrue(opened.candidates().stream().anyMatch(line -> line.contains(" " + sharedPort + " typ host")));
            peer.dial(new InetSocketAddress(LOOPBACK, sharedPort), opened.ice());
            shake(peer);
        }
        Await.until("each loop has its peer", () -> node.snapshots().stream().allMatch(loop -> loop.handshakes() == 1));
    }

    @Test
    void shouldFollowThePeerFromTcpToUdpAndBack() {
        LoopbackPeer publisher = byTcp("pub");
        driver.publish("room", "pub", "track", MediaKind.AUDIO, SSRC);
        LoopbackPeer subscriber = peer();
        TransportOpened opened = opened("sub", subscriber);
        subscriber.aimByTcp(opened);
        shake(subscriber);
        driver.subscribe("room", "sub", "track", MediaKind.AUDIO, OUT);
        flows(publisher, subscriber);
        hangUp(subscriber);
        subscriber.aim(opened);
        answered(subscriber);
        flows(publisher, subscriber);
        subscriber.aimByTcp(opened);
        answered(subscriber);
        flows(publisher, subscriber);
    }

    private static void hangUp(LoopbackPeer peer) {
        try {
            peer.hangUp();
        } catch (IOException unheard) {
            throw new AssertionError(unheard);
        }
    }

    private static void answered(LoopbackPeer peer) {
        long before = peer.checksAnswered();
        Await.until("a check is answered", () -> peer.checksAnswered() > before, peer::check);
    }

    @Test
    void shouldHangUpWhoDoesNotKnowThePassword() {
        LoopbackPeer mallory = peer();
        TransportOpened opened = opened("t", mallory);
        IceParameters wrong = new IceParameters(opened.ice().ufrag(), "not-the-password-of-this-transport");
        mallory.dial(new InetSocketAddress(LOOPBACK, sharedPort), wrong);
        mallory.check();
        Await.until("the forgery is counted", () -> driver.drops(Drop.STUN_FORGED) == 1);
        Await.until("the connection is ended", mallory::hungUp);
        assertEquals(0, mallory.checksAnswered());
    }

    @Test
    void shouldHangUpWhenTheTransportIsClosed() {
        LoopbackPeer peer = byTcp("t");
        assertFalse(peer.hungUp());
        driver.done(new CloseTransport(driver.nextId(), "room", "t"));
        Await.until("the connection is ended", peer::hungUp);
    }
}
