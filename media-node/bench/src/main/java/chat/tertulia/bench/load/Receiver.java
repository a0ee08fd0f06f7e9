package chat.tertulia.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.LongAdder;

/** Reads all sockets of the generator on one thread. */
final class Receiver implements AutoCloseable {
    private static final int TURN = 16;
    private static final int LARGEST = 2048;

    private final Selector selector;
    private final LongAdder received = new LongAdder();
    private final LongAdder strange = new LongAdder();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
    private final byte[] scratch = new byte[LARGEST];
    private volatile LatencyHistogram latency = new LatencyHistogram();

    Receiver() throws IOException {
        selector = Selector.open();
        Thread.ofPlatform().name("receiver").daemon(true).start(this::run);
    }

    void add(Peer peer) throws IOException {
        var _ = peer.channel().register(selector, SelectionKey.OP_READ, peer);
        var _ = selector.wakeup();
    }

    long received() {
        return received.sum();
    }

    long strange() {
        return strange.sum();
    }

    /** Returns the delays so far and begins anew. */
    LatencyHistogram newLatency() {
        LatencyHistogram before = latency;
        latency = new LatencyHistogram();
        return before;
    }

    /** For {@link Peer}, on this thread. */
    void countMedia() {
        received.increment();
    }

    void countStrange() {
        strange.increment();
    }

    void delay(long ns) {
        latency.record(ns);
    }

    byte[] scratch() {
        return scratch;
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::read);
            }
        } catch (ClosedSelectorException end) {
            // Closed.
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void read(SelectionKey key) {
        Peer peer = (Peer) key.attachment();
        try {
            for (int i = 0; i < TURN; i++) {
                buffer.clear();
                if (peer.channel().read(buffer) <= 0) {
                    return;
                }
                peer.take(buffer.flip(), this);
            }
        } catch (IOException unreachable) {
            // The forwarding unit is gone or not yet there: what is missing is counted as loss.
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
