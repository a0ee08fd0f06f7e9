package chat.tertulia.node;

import chat.tertulia.control.NodeEvent.Load;
import chat.tertulia.node.loop.LoopSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells the servers every few seconds how busy the node is. One virtual thread. */
final class LoadReport implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final MediaNode node;
    private final Thread thread;
    private long lastNs = System.nanoTime();
    private final Map<Integer, Long> packetsOfLoop = new HashMap<>();
    private long lastPackets;
    private long lastCpuNs;

    LoadReport(MediaNode node) {
        this.node = node;
        this.thread = Thread.ofVirtual().name("load").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(EVERY);
                now();
            }
        } catch (InterruptedException stopped) {
            // The end of the report is the end of the thread.
        }
    }

    /** Packets are those in and out; processor use is that of the busiest resource, the loops, from 0 to 1. */
    synchronized void now() {
        List<LoopSnapshot> loops = node.snapshots();
        long nowNs = System.nanoTime();
        long packets = loops.stream().mapToLong(LoadReport::packets).sum();
        long cpuNs = loops.stream().mapToLong(LoopSnapshot::cpuNs).sum();
        double seconds = Math.max(1e-3, (nowNs - lastNs) / 1e9);
        double cpu = (cpuNs - lastCpuNs) / 1e9 / seconds / Math.max(1, loops.size());
        for (LoopSnapshot loop : loops) {
            Long former = packetsOfLoop.put(loop.loop(), packets(loop));
            long since = packets(loop) - (former == null ? 0 : former);
            node.directory().measured(node.loops().get(loop.loop()), Math.round(since / seconds));
        }
        node.broadcast(new Load(
                node.directory().rooms(),
                node.directory().transports(),
                Math.round((packets - lastPackets) / seconds),
                Math.clamp(cpu, 0, 1),
                node.isDraining()));
        lastNs = nowNs;
        lastPackets = packets;
        lastCpuNs = cpuNs;
    }

    private static long packets(LoopSnapshot loop) {
        return loop.packetsIn() + loop.packetsOut();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
