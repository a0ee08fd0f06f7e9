package chat.tertulia.node.peer;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.node.MediaNode;
import chat.tertulia.node.NodeConfig;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node on the loopback interface in which one speaks and one listens; strangers may come by. */
public final class Call implements AutoCloseable {
    public static final String ROOM = "room";

    private static final long SSRC = 0x1234;
    private static final long OUT = 0xABCD;
    private static final Deadlines SHORT = new Deadlines(
            Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMillis(200));

    private final List<LoopbackPeer> peers = new ArrayList<>();
    private final MediaNode node;
    private final NodeUnderTest driver;
    private int sequence;

    private Call(MediaNode node) {
        this.node = node;
        this.driver = new NodeUnderTest(node);
    }

    /** A node without peers. */
    public static Call quiet() {
        return quiet(1);
    }

    /** With more loops than one, every other transport of the room is on another one. */
    public static Call quiet(int loops) {
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        NodeConfig config =
                new NodeConfig(List.of(), "key-of-the-link", loopback, loopback, 0, loops, -1, 20).withLargeRoom(1);
        try {
            return new Call(MediaNode.start(config, SHORT, LinkPace.DEFAULT));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    public LoopbackPeer speaker() {
        LoopbackPeer speaker = stranger();
        driver.connect(ROOM, "speaker", speaker);
        driver.publish(ROOM, "speaker", "track", MediaKind.AUDIO, SSRC);
        return speaker;
    }

    public LoopbackPeer listener() {
        LoopbackPeer listener = stranger();
        driver.connect(ROOM, "listener", listener);
        driver.subscribe(ROOM, "listener", "track", MediaKind.AUDIO, OUT);
        return listener;
    }

    /** Knows where the node is, and nothing else. */
    public LoopbackPeer stranger() {
        LoopbackPeer stranger = LoopbackPeer.open();
        peers.add(stranger);
        var port = node.loops().getFirst().port();
        stranger.aim(new InetSocketAddress(port.addresses().getFirst(), port.port()), stranger.ice());
        return stranger;
    }

    /** Sends until a packet that was sent from now on arrives decrypted. */
    public void flows(LoopbackPeer speaker, LoopbackPeer listener) {
        listener.received().clear();
        sequence += 1000;
        Await.until(
                "a forwarded packet arrives",
                () -> listener.received().stream().anyMatch(packet -> packet.length == 100),
                () -> speaker.sendRtp(RtpPackets.opus(SSRC, sequence++, 100)));
    }

    public MediaNode node() {
        return node;
    }

    public NodeUnderTest driver() {
        return driver;
    }

    public long bugs() {
        return node.snapshots().stream().mapToLong(loop -> loop.bugs()).sum();
    }

    @Override
    public void close() {
        peers.forEach(LoopbackPeer::close);
        node.close();
    }
}
