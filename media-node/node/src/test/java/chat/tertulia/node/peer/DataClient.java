package chat.tertulia.node.peer;

import chat.tertulia.media.sctp.Association;
import chat.tertulia.media.sctp.Reliability;
import chat.tertulia.media.sctp.SctpEvent;
import chat.tertulia.media.sctp.SctpSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/** SCTP over the DTLS association of a {@link LoopbackPeer}. One virtual thread owns it. */
public final class DataClient implements AutoCloseable {
    private final DTLSTransport dtls;
    private final Association association = new Association(SctpSettings.DEFAULT, new SplittableRandom());
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<SctpEvent> events = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    public DataClient(LoopbackPeer peer) {
        dtls = peer.dtls();
        Thread.ofVirtual().name("peer-data").start(this::run);
    }

    public BlockingQueue<SctpEvent> events() {
        return events;
    }

    public void send(int stream, int protocol, byte[] payload) {
        tasks.add(() -> association.send(stream, protocol, payload, Reliability.FULL, System.nanoTime()));
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        byte[] packet = new byte[1500];
        association.connect(System.nanoTime());
        try {
            while (!closed) {
                for (Runnable task = next(); task != null; task = next()) {
                    task.run();
                }
                association.timeout(System.nanoTime());
                for (SctpEvent event = association.pollEvent(); event != null; event = association.pollEvent()) {
                    events.add(event);
                }
                for (int size = poll(packet); size > 0; size = poll(packet)) {
                    dtls.send(packet, 0, size);
                }
                int size = dtls.receive(packet, 0, packet.length, 5);
                if (size > 0) {
                    association.receive(Arrays.copyOf(packet, size), 0, size, System.nanoTime());
                }
            }
        } catch (IOException end) {
            // The peer or the node has closed.
        }
    }

    private @Nullable Runnable next() {
        return association.established() ? tasks.poll() : null;
    }

    private int poll(byte[] packet) {
        return association.poll(packet, System.nanoTime());
    }
}
