package chat.tertulia.node.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/**
 * One end of an association as Bouncy Castle, which blocks, wants it: datagrams that arrived wait in a bounded queue, those
 * that leave are handed on. The socket behind it is somebody else's. Thread-safe.
 */
final class DatagramQueue implements DatagramTransport {
    private static final byte[] END = new byte[0];
    private static final int LONGEST_IN = 1500;

    /** RFC 8261 §5 and common sense: below the smallest path MTU with all headers. */
    private static final int LONGEST_OUT = 1200;

    private final BlockingQueue<byte[]> arrived;
    private final Consumer<byte[]> out;
    private volatile boolean cut;
    private volatile boolean over;

    DatagramQueue(int waiting, Consumer<byte[]> out) {
        this.arrived = new ArrayBlockingQueue<>(waiting);
        this.out = out;
    }

    /** The array is the queue's from now on. A full queue drops: DTLS repeats. */
    void add(byte[] datagram) {
        var _ = arrived.offer(datagram);
    }

    /** Datagrams that have not been read. */
    int waiting() {
        return arrived.size();
    }

    boolean isCut() {
        return cut;
    }

    /** Nothing more in or out; who waits is told. Idempotent. */
    void cut() {
        cut = true;
        arrived.clear();
        var _ = arrived.offer(END);
    }

    @Override
    public int getReceiveLimit() {
        return LONGEST_IN;
    }

    @Override
    public int getSendLimit() {
        return LONGEST_OUT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        try {
            byte[] next = over ? END : arrived.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (cut || over) {
                throw new IOException("closed");
            }
            if (next == null) {
                return -1;
            }
            int size = Math.min(length, next.length);
            System.arraycopy(next, 0, buffer, offset, size);
            return size;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(buffer, offset, copy, 0, length);
        if (!cut) {
            out.accept(copy);
        }
    }

    /** Bouncy Castle's, after an alert: nothing more is read. */
    @Override
    public void close() {
        over = true;
    }
}
