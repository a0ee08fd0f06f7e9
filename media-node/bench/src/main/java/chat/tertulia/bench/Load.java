package chat.tertulia.bench;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.node.MediaNode;
import chat.tertulia.node.NodeConfig;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.loop.LoopSnapshot;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.NodeUnderTest;
import chat.tertulia.node.peer.RtpPackets;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * One publisher and many receivers on one loop of a real node, or on several. The publisher sends the next burst when one receiver, the only
 * one that reads, has all of the last: so nothing is lost for want of speed, and a loop is nearly always busy. Receivers
 * that do not read spare the loop the wake-ups of their threads, which a network would not make either.
 */
final class Load implements AutoCloseable {
    private static final String ROOM = "bench";
    private static final long SSRC = 1000;
    private static final long WARM_BURSTS = 3000;
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Scenario scenario;
    private final MediaNode node;
    private final List<LoopbackPeer> peers = new ArrayList<>();
    private final LoopbackPeer publisher;
    private final LoopbackPeer listener;
    private int sequence;
    private int picture;
    private long bursts;
    private long unheard;
    private List<LoopSnapshot> warm;
    private long warmAllocated;

    Load(Scenario scenario) throws IOException {
        this.scenario = scenario;
        List<InetAddress> loopback = List.of(InetAddress.ofLiteral("127.0.0.1"));
        NodeConfig.FastPath path = new NodeConfig.FastPath(scenario.io(), scenario.srtp());
        node = MediaNode.start(
                new NodeConfig(List.of(), "key", loopback, loopback, 0, scenario.loops(), -1, 10_000).with(path));
        NodeUnderTest driver = new NodeUnderTest(node);
        NodeCertificate certificate = NodeCertificate.create();
        MediaKind kind = scenario.video() ? MediaKind.VIDEO : MediaKind.AUDIO;
        publisher = peer(driver, certificate, "publisher");
        driver.publish(ROOM, "publisher", "track", kind, SSRC);
        listener = peer(driver, certificate, "listener");
        driver.subscribe(ROOM, "listener", "track", kind, 2000);
        for (int i = 1; i < scenario.receivers(); i++) {
            peer(driver, certificate, "receiver" + i).stopReading();
            driver.subscribe(ROOM, "receiver" + i, "track", kind, 2000 + i);
        }
        warm = node.snapshots();
    }

    private LoopbackPeer peer(NodeUnderTest driver, NodeCertificate certificate, String name) {
        LoopbackPeer peer = LoopbackPeer.open(certificate);
        peers.add(peer);
        driver.connect(ROOM, name, peer, scenario.profile().code());
        return peer;
    }

    /** Sends for a while; returns forwarded packets a second of the loop's processor time. */
    double run(long millis) {
        List<LoopSnapshot> before = node.snapshots();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            burst();
        }
        List<LoopSnapshot> after = node.snapshots();
        double seconds = (sum(after, LoopSnapshot::cpuNs) - sum(before, LoopSnapshot::cpuNs)) / 1e9;
        return (forwarded(after) - forwarded(before)) / seconds;
    }

    /**
     * What else was seen since the warm-up.
     *
     * @param segments datagrams a message, g
     * @param allocated bytes of heap that the loop's thread took for each forwarded packet
     * @param missed share of bursts of which the listener missed something: the rate is worth nothing when there are many
     */
    record Figures(double segments, double allocated, double missed) {}

    Figures figures() {
        List<LoopSnapshot> now = node.snapshots();
        double messages = sum(now, loop -> loop.port().messages())
                - sum(warm, loop -> loop.port().messages());
        double datagrams = sum(now, loop -> loop.port().datagrams())
                - sum(warm, loop -> loop.port().datagrams());
        double allocated = allocatedBytes() - warmAllocated;
        return new Figures(
                datagrams / messages, allocated / (forwarded(now) - forwarded(warm)), (double) unheard / bursts);
    }

    private long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return node.loops().stream()
                .mapToLong(loop -> threads.getThreadAllocatedBytes(loop.threadId()))
                .sum();
    }

    private void burst() {
        listener.received().clear();
        for (int i = 0; i < scenario.burst(); i++) {
            boolean first = i == 0;
            boolean last = i == scenario.burst() - 1;
            sequence++;
            publisher.sendRtp(
                    scenario.video()
                            ? RtpPackets.vp8(
                                    SSRC,
                                    sequence,
                                    picture,
                                    new RtpPackets.Place(first, last, picture % 100 == 0),
                                    scenario.size())
                            : RtpPackets.opus(SSRC, sequence, scenario.size()));
        }
        picture++;
        bursts++;
        hear();
    }

    private void hear() {
        int heard = 0;
        long deadline = System.nanoTime() + PATIENCE_NS;
        try {
            while (heard < scenario.burst() && System.nanoTime() < deadline) {
                byte[] packet = listener.received().poll(PATIENCE_NS, TimeUnit.NANOSECONDS);
                heard += packet != null && packet.length >= scenario.size() ? 1 : 0;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        unheard += heard < scenario.burst() ? 1 : 0;
    }

    /** Until media flows: the first frames wait for routes and keyframes. */
    void warm(long millis) {
        Await.until("media flows", () -> forwarded(node.snapshots()) > 0, this::burst);
        // By number as well as by time: what is compiled after so many calls is not so after so many seconds.
        while (bursts < WARM_BURSTS) {
            double unusedRate = run(millis);
            if (Double.isNaN(unusedRate)) {
                throw new IllegalStateException("The loop used no time");
            }
        }
        bursts = 0;
        unheard = 0;
        warm = node.snapshots();
        warmAllocated = allocatedBytes();
    }

    private static long sum(List<LoopSnapshot> loops, ToLongFunction<LoopSnapshot> value) {
        return loops.stream().mapToLong(value).sum();
    }

    private static long forwarded(List<LoopSnapshot> loops) {
        return sum(
                loops,
                loop -> loop.rooms().values().stream()
                        .mapToLong(room -> room.forwarded())
                        .sum());
    }

    @Override
    public void close() {
        peers.forEach(LoopbackPeer::close);
        node.close();
    }
}
