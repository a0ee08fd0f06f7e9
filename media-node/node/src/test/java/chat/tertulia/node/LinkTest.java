package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.SetRemote;
import chat.tertulia.control.Command.Welcome;
import chat.tertulia.control.NodeEvent.Hello;
import chat.tertulia.control.NodeEvent.TransportState;
import chat.tertulia.control.NodeEvent.TransportStateChanged;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import chat.tertulia.node.peer.RtpPackets;
import chat.tertulia.node.peer.SignallingServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node and a signalling server, with the link between them. */
class LinkTest {
    private static final Deadlines SHORT = new Deadlines(
            Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMillis(200));
    private static final LinkPace FAST =
            new LinkPace(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final long SSRC = 77;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private SignallingServer server(String key) {
        SignallingServer server = SignallingServer.open(key);
        open.add(server);
        return server;
    }

    private MediaNode node(SignallingServer server) throws IOException {
        return node(server, SHORT);
    }

    private MediaNode node(SignallingServer server, Deadlines deadlines) throws IOException {
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        NodeConfig config =
                new NodeConfig(List.of(server.uri()), "secret", loopback, loopback, 0, 1, NodeConfig.NO_METRICS, 10);
        MediaNode node = MediaNode.start(config, deadlines, FAST);
        open.add(node);
        return node;
    }

    private LoopbackPeer connect(SignallingServer server, String transport) {
        LoopbackPeer peer = LoopbackPeer.open();
        open.add(peer);
        server.send(new OpenTransport(1, "room", "someone", transport));
        peer.aim(server.await("the transport is opened", TransportOpened.class, opened -> opened.id() == 1));
        server.send(new SetRemote(2, "room", transport, peer.ice(), peer.fingerprint(), List.of()));
        server.await("the remote is set", Reply.Done.class, done -> done.id() == 2);
        var _ = peer.connect(LoopbackPeer.browserProfiles())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        server.await("the transport is up", TransportStateChanged.class, connected(transport)::equals);
        return peer;
    }

    private static TransportStateChanged connected(String transport) {
        return new TransportStateChanged("room", transport, TransportState.CONNECTED);
    }

    @Test
    void shouldGreetAnswerAndReport() throws IOException {
        SignallingServer server = server("secret");
        MediaNode node = node(server);
        Hello hello = server.await("the node greets", Hello.class, _ -> true);
        assertEquals(hello, server.heard().getFirst());
        assertEquals(node.nodeId(), hello.nodeId());
        server.send(new Welcome(5, "server"));
        server.await("the welcome is answered", Reply.Done.class, done -> done.id() == 5);
        server.send(new CloseTransport(6, "nowhere", "nothing"));
        server.await("closing is idempotent", Reply.Done.class, done -> done.id() == 6);
        server.send(new SetRemote(7, "nowhere", "x", new IceParameters("ufrag", "password"), "", List.of()));
        server.await(
                "the room is unknown",
                Reply.Failed.class,
                failed -> failed.code().equals("unknown_room"));
    }

    @Test
    void shouldKeepTryingWhenTheKeyIsRefused() throws IOException {
        SignallingServer server = server("another");
        var _ = node(server);
        Await.until("the node was refused three times", () -> server.refused() >= 3);
        assertEquals(0, server.accepted());
    }

    @Test
    void shouldForwardWhileTheLinkIsDownAndReportAfterwards() throws IOException {
        SignallingServer server = server("secret");
        MediaNode node = node(server);
        Await.until("the link is up", node::linked);
        LoopbackPeer publisher = connect(server, "pub");
        server.heard().clear();
        LoopbackPeer subscriber = connect(server, "sub");
        NodeUnderTest direct = new NodeUnderTest(node);
        direct.publish("room", "pub", "track", MediaKind.AUDIO, SSRC);
        direct.subscribe("room", "sub", "track", MediaKind.AUDIO, 88);
        int before = server.accepted();
        server.cut();
        int[] sequence = {1};
        Await.until(
                "a packet passes without a link",
                () -> subscriber.received().stream().anyMatch(packet -> packet.length == 100),
                () -> publisher.sendRtp(RtpPackets.opus(SSRC, sequence[0]++, 100)));
        Await.until("the node dials again", () -> server.accepted() > before);
        server.await(
                "it names what lives", Hello.class, hello -> hello.transports().size() == 2);
        server.heard().clear();
        server.send(new Welcome(9, "server"));
        server.await("it repeats the states", TransportStateChanged.class, connected("pub")::equals);
        server.await("of all", TransportStateChanged.class, connected("sub")::equals);
    }

    @Test
    void shouldTellWhenAPeerIsGoneAndBack() throws IOException {
        SignallingServer server = server("secret");
        Await.until("the link is up", node(server)::linked);
        LoopbackPeer peer = connect(server, "one");
        peer.present(false);
        server.await(
                "the peer is missed",
                TransportStateChanged.class,
                new TransportStateChanged("room", "one", TransportState.DISCONNECTED)::equals);
        server.heard().clear();
        peer.present(true);
        server.await("the peer is back", TransportStateChanged.class, connected("one")::equals);
    }

    @Test
    void shouldGiveUpATransportThatNobodyUsesAndThenForgetIt() throws IOException {
        SignallingServer server = server("secret");
        Duration soon = Duration.ofMillis(300);
        MediaNode node = node(server, new Deadlines(soon, soon, soon, soon));
        Await.until("the link is up", node::linked);
        server.send(new OpenTransport(1, "room", "someone", "unused"));
        server.await(
                "the transport is given up",
                TransportStateChanged.class,
                new TransportStateChanged("room", "unused", TransportState.FAILED)::equals);
        Await.until(
                "it is forgotten",
                () -> node.hello(server.uri().toString()).transports().isEmpty());
    }

    @Test
    void shouldLetIceThreadsGoOnceThePathIsFound() throws IOException {
        SignallingServer server = server("secret");
        Await.until("the link is up", node(server)::linked);
        Await.until(
                "four agents wait for somebody, a thread each",
                () -> iceThreads().size() == 4);
        Set<Thread> waiting = iceThreads();
        connect(server, "one");
        Await.until(
                "the thread of the one that was taken is gone, and four wait again",
                () -> iceThreads().size() == 4 && !iceThreads().containsAll(waiting));
    }

    private static Set<Thread> iceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("IceConnector"))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldTellWhenThePeerClosesItsConnection() throws IOException {
        SignallingServer server = server("secret");
        Await.until("the link is up", node(server)::linked);
        connect(server, "one").closeDtls();
        server.await(
                "the close is told",
                TransportStateChanged.class,
                new TransportStateChanged("room", "one", TransportState.FAILED)::equals);
    }

    @Test
    void shouldDialAnewAfterAFrameThatIsNoMessage() throws IOException {
        SignallingServer server = server("secret");
        Await.until("the link is up", node(server)::linked);
        int before = server.accepted();
        server.sendText("{\"type\":\"nonsense\"}");
        Await.until("the node dials again", () -> server.accepted() == before + 1);
        server.sendText("x".repeat((1 << 20) + 1));
        Await.until("the node dials again", () -> server.accepted() == before + 2);
        assertTrue(server.heard().stream().allMatch(message -> message instanceof Hello));
    }
}
