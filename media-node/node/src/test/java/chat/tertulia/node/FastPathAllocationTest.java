package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.loop.LoopSnapshot;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import chat.tertulia.node.srtp.SrtpEngine;
import chat.tertulia.node.udp.PortIo;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing is allocated for a packet on its whole way through a loop: system call, demultiplexing, SRTP in, room, SRTP out, system
 * call. The loop is a real one with batches and OpenSSL; what its thread allocated is asked of the JVM.
 */
class FastPathAllocationTest {
    private static final int RECEIVERS = 8;
    private static final int BURST = 10;
    private static final int WARM_UP_BURSTS = 2500;
    private static final int WINDOWS = 12;
    private static final int BURSTS_A_WINDOW = 100;

    /**
     * For all {@code 100 x 10 x 8} packets of a window, a byte each, where the smallest object has sixteen: ten times a second the
     * loop looks after its peers' deadlines, which takes an iterator or two, and on a busy machine a window holds some such moments.
     */
    private static final long TOLERATED_BYTES_A_WINDOW = 8000;

    /** The first packets come before the node has the keys of all, and are lost. */
    private static final Duration WARM_UP_PATIENCE = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int SSRC = 0x1000;

    /** How a packet of each path begins, such that it may start a stream. */
    enum Path {
        VP8_SIMULCAST("vp8", "90e080070300009d"),
        H264("h264", "65010203"),
        VP9("vp9", "08010203"),
        AV1("av1", "18010203"),
        OPUS("opus", "01020304");

        private final String codec;
        private final String start;

        Path(String codec, String start) {
            this.codec = codec;
            this.start = start;
        }

        MediaKind kind() {
            return this == OPUS ? MediaKind.AUDIO : MediaKind.VIDEO;
        }

        Codec codec(int payloadType) {
            return new Codec(payloadType, codec, this == OPUS ? 48_000 : 90_000, -1, "");
        }

        byte[] packet(int ssrc, int sequence, int size) {
            byte[] packet = new byte[size];
            packet[0] = (byte) 0x80;
            packet[1] = 96;
            packet[2] = (byte) (sequence >> 8);
            packet[3] = (byte) sequence;
            packet[10] = (byte) (ssrc >> 8);
            packet[11] = (byte) ssrc;
            byte[] payload = HexFormat.of().parseHex(start);
            System.arraycopy(payload, 0, packet, 12, payload.length);
            return packet;
        }
    }

    private final List<LoopbackPeer> peers = new ArrayList<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private MediaNode node;
    private int sequence;

    /** Who sends, and the one receiver that reads. */
    private record Call(LoopbackPeer publisher, LoopbackPeer listener) {}

    /** With more than one, every other transport is on another loop. */
    int loops() {
        return 1;
    }

    @BeforeEach
    void start() throws IOException {
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        NodeConfig.FastPath path = new NodeConfig.FastPath(PortIo.FFM, SrtpEngine.Choice.EVP);
        NodeConfig config = new NodeConfig(List.of(), "key", loopback, loopback, 0, loops(), NodeConfig.NO_METRICS, 100)
                .withLargeRoom(1)
                .with(path);
        Duration long10 = Duration.ofMinutes(10);
        node = MediaNode.start(config, new Deadlines(long10, long10, long10, Duration.ZERO), LinkPace.DEFAULT);
    }

    @AfterEach
    void stop() {
        peers.forEach(LoopbackPeer::close);
        node.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingPerForwardedPacket(Path path) throws InterruptedException {
        Call call = call(path);
        for (int i = 0; i < WARM_UP_BURSTS; i++) {
            burst(path, call, WARM_UP_PATIENCE);
        }
        long least = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long before = allocated();
            for (int i = 0; i < BURSTS_A_WINDOW; i++) {
                assertEquals(BURST, burst(path, call, PATIENCE), this::whatTheNodeSays);
            }
            least = Math.min(least, allocated() - before);
        }
        long found = least;
        assertTrue(
                found <= TOLERATED_BYTES_A_WINDOW * loops(),
                () -> found + " bytes for " + RECEIVERS * BURST * BURSTS_A_WINDOW + " forwarded packets");
    }

    private String whatTheNodeSays() {
        LoopSnapshot said = node.snapshots().getFirst();
        return "packets of a burst that came through; " + said + ", "
                + said.port().congested() + " congested, " + said.port().refused() + " refused";
    }

    private long allocated() {
        return node.loops().stream()
                .mapToLong(loop -> threads.getThreadAllocatedBytes(loop.threadId()))
                .sum();
    }

    private Call call(Path path) {
        NodeUnderTest driver = new NodeUnderTest(node);
        NodeCertificate certificate = NodeCertificate.create();
        LoopbackPeer publisher = peer(driver, certificate, "publisher");
        boolean layered = path == Path.VP8_SIMULCAST;
        List<Layer> layers = layered ? List.of(new Layer("q", 320, 180), new Layer("h", 640, 360)) : List.of();
        List<Long> ssrcs = layered ? List.of((long) SSRC, SSRC + 1L) : List.of((long) SSRC);
        driver.done(new ConfigureReceive(
                driver.nextId(),
                "room",
                "publisher",
                List.of(),
                List.of(new ReceiveSection("0", "track", path.kind(), List.of(path.codec(96)), layers, ssrcs))));
        LoopbackPeer listener = peer(driver, certificate, "r0");
        for (int i = 0; i < RECEIVERS; i++) {
            if (i > 0) {
                peer(driver, certificate, "r" + i).stopReading();
            }
            driver.done(new ConfigureSend(
                    driver.nextId(),
                    "room",
                    "r" + i,
                    List.of(),
                    List.of(new SendSection("0", "track", path.kind(), List.of(path.codec(100)), 2000 + i, 0))));
        }
        // No checks any more: they are answered at leisure and may allocate.
        peers.forEach(peer -> peer.present(false));
        return new Call(publisher, listener);
    }

    private LoopbackPeer peer(NodeUnderTest driver, NodeCertificate certificate, String name) {
        LoopbackPeer peer = LoopbackPeer.open(certificate);
        peers.add(peer);
        var _ = driver.connect("room", name, peer, SrtpProfile.AEAD_AES_128_GCM.code());
        return peer;
    }

    /** Returns how many came to the one receiver that reads. */
    private int burst(Path path, Call call, Duration patience) throws InterruptedException {
        call.listener.received().clear();
        for (int i = 0; i < BURST; i++) {
            sequence++;
            call.publisher.sendRtp(path.packet(SSRC, sequence, 900 + i % 2));
            if (path == Path.VP8_SIMULCAST) {
                call.publisher.sendRtp(path.packet(SSRC + 1, sequence, 1000 + i % 2));
            }
        }
        int heard = 0;
        while (heard < BURST) {
            byte[] packet = call.listener.received().poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (packet == null) {
                return heard;
            }
            heard += (packet[1] & 0x7F) == 100 ? 1 : 0;
        }
        return heard;
    }
}
