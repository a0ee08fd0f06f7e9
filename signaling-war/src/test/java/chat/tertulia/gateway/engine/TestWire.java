package chat.tertulia.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A WebSocket in memory, whose peer may stop reading. Binary frames appear in their payload form. */
public final class TestWire implements Wire {
    public final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> sent = new ArrayList<>();
    private final Semaphore reading = new Semaphore(1);

    @Override
    public void send(Frame frame) {
        reading.acquireUninterruptibly();
        reading.release();
        synchronized (sent) {
            sent.add(frame.inPayload());
            sent.notifyAll();
        }
    }

    @Override
    public void close(int status, String reason) {
        closed.countDown();
    }

    void block() {
        reading.acquireUninterruptibly();
    }

    void unblock() {
        reading.release();
    }

    /** What was sent, once there are so many frames. */
    public List<String> await(int frames) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (sent) {
            while (sent.size() < frames) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertTrue(
                        left > 0,
                        () -> "Only " + sent.size() + " of " + frames + " frames are sent yet: "
                                + sent.subList(Math.max(0, sent.size() - 5), sent.size()));
                sent.wait(left);
            }
            return List.copyOf(sent);
        }
    }
}
