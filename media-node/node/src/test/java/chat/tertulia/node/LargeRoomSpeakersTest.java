package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.NodeEvent.SpeakersChanged;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import chat.tertulia.node.peer.SignallingServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who speaks in a room over two loops, as the server hears of it. */
class LargeRoomSpeakersTest {
    private static final String ROOM = "room";
    private static final int LOUD = 15;
    private static final int SILENT = 127;

    private final SignallingServer server = SignallingServer.open("key");
    private final List<LoopbackPeer> peers = new ArrayList<>();
    private MediaNode node;
    private NodeUnderTest driver;
    private int sequence;

    @BeforeEach
    void start() throws IOException {
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        NodeConfig config = new NodeConfig(
                        List.of(server.uri()), "key", loopback, loopback, 0, 2, NodeConfig.NO_METRICS, 10)
                .withLargeRoom(1);
        node = MediaNode.start(config, Deadlines.DEFAULT, LinkPace.DEFAULT);
        driver = new NodeUnderTest(node);
        Await.until("the link is up", node::linked);
    }

    @AfterEach
    void stop() {
        peers.forEach(LoopbackPeer::close);
        node.close();
        server.close();
    }

    private LoopbackPeer microphone(String transport, long ssrc) {
        LoopbackPeer peer = LoopbackPeer.open();
        peers.add(peer);
        var _ = driver.connect(ROOM, transport, peer);
        driver.done(new ConfigureReceive(
                driver.nextId(),
                ROOM,
                transport,
                List.of(new HeaderExtension(1, Extensions.AUDIO_LEVEL_URI)),
                List.of(new ReceiveSection(
                        "0",
                        "mic-" + transport,
                        MediaKind.AUDIO,
                        List.of(NodeUnderTest.OPUS),
                        List.of(new Layer("", 0, 0)),
                        List.of(ssrc)))));
        return peer;
    }

    /** RFC 6464 in the one-byte form of RFC 8285. */
    private byte[] sound(long ssrc, int level) {
        sequence++;
        ByteBuffer out = ByteBuffer.allocate(100);
        out.put((byte) 0x90).put((byte) 111).putShort((short) sequence).putInt(sequence * 960);
        out.putInt((int) ssrc).putShort((short) 0xBEDE).putShort((short) 1);
        return out.put((byte) 0x10).put((byte) level).array();
    }

    private List<String> told() {
        return server.heard().stream()
                .filter(SpeakersChanged.class::isInstance)
                .flatMap(event -> ((SpeakersChanged) event).speakers().stream())
                .map(speaker -> speaker.trackId() + (speaker.active() ? " begins" : " ends"))
                .toList();
    }

    @Test
    void shouldTellTheServerOnceWhereverThatIs() {
        LoopbackPeer home = microphone("home", 1);
        LoopbackPeer away = microphone("away", 2);
        // Events go to the link that asked last.
        server.send(new OpenTransport(1, ROOM, "someone", "third"));
        server.await("the transport is opened", TransportOpened.class, opened -> opened.id() == 1);
        Await.until("who is away is heard of", () -> told().contains("mic-away begins"), () -> {
            away.sendRtp(sound(2, LOUD));
            home.sendRtp(sound(1, SILENT));
        });
        Await.until("both have spoken", () -> told().contains("mic-home begins"), () -> {
            away.sendRtp(sound(2, LOUD));
            home.sendRtp(sound(1, LOUD));
        });
        Await.until("both are silent", () -> told().size() >= 4, () -> {
            away.sendRtp(sound(2, SILENT));
            home.sendRtp(sound(1, SILENT));
        });
        List<String> sorted = told().stream().sorted().toList();
        assertEquals(List.of("mic-away begins", "mic-away ends", "mic-home begins", "mic-home ends"), sorted);
    }
}
