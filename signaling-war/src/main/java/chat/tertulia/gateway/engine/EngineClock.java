package chat.tertulia.gateway.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The time of the gateway: one thread that starts what is due. Tasks must not block. */
public final class EngineClock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EngineClock.class.getName());

    private final ScheduledThreadPoolExecutor timer;

    public EngineClock() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("gateway-clock").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    public long nowNs() {
        return System.nanoTime();
    }

    /** Something that is going to be done, unless it is cancelled. */
    public interface Alarm {
        void cancel();
    }

    public Alarm after(Duration delay, Runnable task) {
        return at(nowNs() + delay.toNanos(), task);
    }

    Alarm at(long timeNs, Runnable task) {
        try {
            Future<?> future = timer.schedule(() -> run(task), timeNs - nowNs(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "A timed task of the gateway failed.", bug);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
