package chat.tertulia.bench.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All sockets of a run behind one selector. Counts every delivered post and keeps one latency in eight.
 *
 * <p>Owned by: its own thread, which alone counts; others read the counters.
 */
final class Crowd implements Runnable {
    /** Each post carries its time of sending between these, so that one clock measures both ends. */
    static final String MARK = "@t";

    private final List<WireSocket> sockets;
    private final long[] latencies = new long[1 << 20];
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicInteger cut = new AtomicInteger();
    private volatile boolean running = true;

    Crowd(List<WireSocket> sockets) {
        this.sockets = sockets;
    }

    @Override
    public void run() {
        try (Selector selector = Selector.open()) {
            for (WireSocket socket : sockets) {
                socket.channel().configureBlocking(false);
                socket.channel().register(selector, SelectionKey.OP_READ, socket);
            }
            ByteBuffer shared = ByteBuffer.allocateDirect(256 * 1024);
            while (running) {
                selector.select(key -> read(key, shared), 50);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void read(SelectionKey key, ByteBuffer shared) {
        WireSocket socket = (WireSocket) key.attachment();
        try {
            socket.drain(shared, text -> text(socket, text));
        } catch (IOException gone) {
            key.cancel();
            cut.incrementAndGet();
        }
    }

    private void text(WireSocket socket, String text) {
        if (text.equals("2")) {
            try {
                socket.send("3");
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
            return;
        }
        if (!text.startsWith("42[\"chat:new\"")) {
            return;
        }
        long count = delivered.incrementAndGet();
        if ((count & 7) == 0) {
            int at = text.indexOf(MARK);
            long sent = Long.parseLong(text.substring(at + 2, text.indexOf('@', at + 2)));
            latencies[kept.getAndIncrement() & (latencies.length - 1)] = System.nanoTime() - sent;
        }
    }

    void stop() {
        running = false;
    }

    long delivered() {
        return delivered.get();
    }

    /** Starts a new window; between windows nothing is under way. */
    void forgetLatencies() {
        kept.set(0);
    }

    int cut() {
        return cut.get();
    }

    /** Nanoseconds at this share of the kept latencies, 0 to 1. */
    long percentile(double share) {
        int size = Math.min(kept.get(), latencies.length);
        if (size == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(latencies, size);
        Arrays.sort(sorted);
        return sorted[Math.min(size - 1, (int) (share * size))];
    }
}
