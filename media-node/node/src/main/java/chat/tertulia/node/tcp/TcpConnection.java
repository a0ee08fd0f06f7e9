package chat.tertulia.node.tcp;

import chat.tertulia.node.udp.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection of a peer. Read by the server's thread; a loop claims it once a signed check came over it, and writes from then
 * on. What the peer does not take in time is dropped frame by frame, as a full router would; who takes nothing at all is cut.
 */
public final class TcpConnection {
    /** About half a second of video; beyond that it is too old to be of use. */
    private static final int MOST_QUEUED_BYTES = 128 * 1024;

    /** Frames given to a sink and not yet dealt with; more are left to TCP's own flow control. */
    private static final int MOST_UNDER_WAY = 64;

    private final TcpServer server;
    private final SocketChannel channel;
    private final Endpoint endpoint;
    private final FrameReader reader = new FrameReader();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private int queuedBytes;
    private long movedNs;
    private boolean asked;
    private volatile FrameSink sink;
    private volatile boolean claimed;
    private volatile boolean closed;

    TcpConnection(TcpServer server, SocketChannel channel, Endpoint endpoint, FrameSink sink) {
        this.server = server;
        this.channel = channel;
        this.endpoint = endpoint;
        this.sink = sink;
    }

    /** Where the peer is, and which listening socket it came to; no endpoint of a UDP port is equal to it. */
    public Endpoint endpoint() {
        return endpoint;
    }

    public boolean isClosed() {
        return closed;
    }

    /** A signed check came over it: it is this sink's from now on, and no stranger any more. */
    public void claim(FrameSink owner) {
        if (!claimed) {
            sink = owner;
            claimed = true;
            server.wakeFor(this);
        }
    }

    public boolean isClaimed() {
        return claimed;
    }

    /** The frame just handed over will be dealt with so many times. */
    public void shownTo(int sinks) {
        underWay.addAndGet(sinks - 1);
    }

    /** One frame has been dealt with. */
    public void consumed() {
        if (underWay.getAndDecrement() == MOST_UNDER_WAY) {
            server.wakeFor(this);
        }
    }

    /** The array is the caller's again after the call. False when the frame was dropped. */
    public boolean send(byte[] data, int offset, int length) {
        if (closed || length > FrameReader.LONGEST) {
            return false;
        }
        synchronized (queue) {
            if (queuedBytes + length > MOST_QUEUED_BYTES) {
                return false;
            }
            ByteBuffer frame = ByteBuffer.allocate(2 + length);
            frame.putShort((short) length).put(data, offset, length).flip();
            movedNs = queue.isEmpty() ? System.nanoTime() : movedNs;
            queue.add(frame);
            queuedBytes += frame.remaining();
            return writeQueued();
        }
    }

    /** May be called from any thread, and more than once. */
    public void close() {
        if (!closed) {
            closed = true;
            server.wakeFor(this);
        }
    }

    // For the server's thread.

    SocketChannel channel() {
        return channel;
    }

    FrameSink sink() {
        return sink;
    }

    boolean stalled(long nowNs, long patienceNs) {
        synchronized (queue) {
            return !queue.isEmpty() && nowNs - movedNs > patienceNs;
        }
    }

    /** What the selector shall look for just now. */
    int interest() {
        // A stranger says one thing and is then not heard until somebody vouches for it.
        boolean reads = claimed ? underWay.get() < MOST_UNDER_WAY : !asked;
        synchronized (queue) {
            return (reads ? SelectionKey.OP_READ : 0) | (queue.isEmpty() ? 0 : SelectionKey.OP_WRITE);
        }
    }

    /** Of a stranger no more than its first frame is read: what it says behind that waits in the kernel. */
    int appetite(int most) {
        return claimed ? most : Math.min(most, reader.missing());
    }

    /** Hands over whole frames; false when the connection is of no use any more. */
    boolean take(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte[] frame = reader.next(in);
            if (frame == null) {
                return !reader.isBroken();
            }
            if (!claimed) {
                if (frame[0] < 0 || frame[0] > 3) {
                    return false;
                }
                asked = true;
            }
            underWay.incrementAndGet();
            sink.frame(this, frame);
        }
        return true;
    }

    boolean write() {
        synchronized (queue) {
            return writeQueued();
        }
    }

    private boolean writeQueued() {
        try {
            for (ByteBuffer head = queue.peek(); head != null; head = queue.peek()) {
                int written = channel.write(head);
                queuedBytes -= written;
                movedNs = written > 0 ? System.nanoTime() : movedNs;
                if (head.hasRemaining()) {
                    server.wakeFor(this);
                    return true;
                }
                queue.remove();
            }
            return true;
        } catch (IOException gone) {
            close();
            return false;
        }
    }
}
