package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.AskDataState;
import chat.tertulia.control.Command.ConfigureData;
import chat.tertulia.control.Command.DataMember;
import chat.tertulia.control.Command.DataRole;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.media.sctp.SctpEvent;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.DataClient;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data through a whole node: DTLS, SCTP, channels, packets. */
class DataTest {
    /** DATA_CHANNEL_OPEN of {@code _reliable}. */
    private static final byte[] OPEN =
            ("\3\0\0\0\0\0\0\0\0\11\0\0" + "_reliable").getBytes(StandardCharsets.ISO_8859_1);

    private final List<AutoCloseable> open = new ArrayList<>();
    private MediaNode node;
    private NodeUnderTest driver;

    @BeforeEach
    void start() throws IOException {
        node = MediaNode.start(config(), Deadlines.DEFAULT, LinkPace.DEFAULT);
        driver = new NodeUnderTest(node);
    }

    NodeConfig config() {
        return config(1);
    }

    static NodeConfig config(int loops) {
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        return new NodeConfig(List.of(), "key", loopback, loopback, 0, loops, NodeConfig.NO_METRICS, 5);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        node.close();
    }

    private LoopbackPeer peer(String transport) {
        LoopbackPeer peer = LoopbackPeer.open();
        open.add(peer);
        Reply reply = driver.ask(new OpenTransport(driver.nextId(), "room", "PA_" + transport, transport));
        driver.setRemote("room", transport, peer, peer.fingerprint());
        driver.done(new ConfigureData(
                driver.nextId(),
                "room",
                transport,
                new DataMember(transport, transport, true),
                DataRole.BOTH,
                5000,
                262_144));
        peer.aim((TransportOpened) reply);
        return peer;
    }

    private DataClient client(LoopbackPeer peer) {
        DataClient client = new DataClient(peer);
        open.add(client);
        client.send(0, 50, OPEN);
        return client;
    }

    private DataClient connected(String transport) {
        LoopbackPeer peer = peer(transport);
        var _ = peer.connect(LoopbackPeer.browserProfiles())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return client(peer);
    }

    /** A user packet with the claim that alice sent it. */
    private static byte[] packet(String text) {
        String user = "\22" + (char) text.length() + text;
        return ("\22" + (char) user.length() + user + "\42\5alice").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean heard(DataClient client, String text) {
        return client.events().stream()
                .anyMatch(event -> event instanceof SctpEvent.Message message
                        && message.protocol() == 53
                        && new String(message.payload(), StandardCharsets.ISO_8859_1).contains(text));
    }

    @Test
    void shouldCarryAPacketFromOnePeerToAnotherWithItsSender() {
        DataClient bob = connected("bob");
        DataClient carol = connected("carol");
        Await.until("carol hears bob", () -> heard(carol, "hello"), () -> bob.send(0, 53, packet("hello")));
        assertTrue(heard(carol, "PA_bob"));
        assertTrue(carol.events().stream()
                .noneMatch(event -> event instanceof SctpEvent.Message message
                        && new String(message.payload(), StandardCharsets.ISO_8859_1).contains("alice")));
        assertEquals(new Reply.DataState(99, 0), driver.ask(new AskDataState(99, "room", "bob")));
    }

    @Test
    void shouldTakeAPeerThatWantsDataOnly() {
        LoopbackPeer peer = peer("bob");
        // The peer's own complaint that there are no SRTP keys; its association is up nevertheless.
        assertThrows(
                CompletionException.class,
                () -> peer.connect().orTimeout(60, TimeUnit.SECONDS).join());
        DataClient bob = client(peer);
        DataClient carol = connected("carol");
        Await.until("carol hears bob", () -> heard(carol, "hello"), () -> bob.send(0, 53, packet("hello")));
    }
}
