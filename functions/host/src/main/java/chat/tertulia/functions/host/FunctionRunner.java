package chat.tertulia.functions.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the events of one function, one after the other: starts its process at the first event, ends it when it has
 * been idle, replaces it when it has died.
 *
 * <p>Owned by: its own thread; {@link #deliver} may be called by any.
 */
final class FunctionRunner implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FunctionRunner.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final int CAPACITY = 10_000;
    private static final int MAX_REASON = 2000;

    private final FunctionSpec spec;
    private final RetryPolicy retries;
    private final Aftermath aftermath;
    private final FunctionQueue queue = new FunctionQueue(CAPACITY);
    private final FunctionStatistics statistics;
    /** Keys of what has been taken and has not ended, and how often. */
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    private final Thread thread;
    private volatile @Nullable FunctionProcess process;

    /** What follows an event. Called by the function's thread. */
    interface Aftermath {
        void succeeded(Invocation invocation);

        void dead(Invocation invocation, DeadLetter letter);

        /** Events were turned away while the queue was full; there is room again. */
        void missed();
    }

    FunctionRunner(FunctionSpec spec, RetryPolicy retries, Aftermath aftermath) {
        this.spec = spec;
        this.retries = retries;
        this.aftermath = aftermath;
        statistics = new FunctionStatistics(spec.name());
        thread = Thread.ofPlatform().name("function-" + spec.name()).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /**
     * Never blocks.
     *
     * @return false when there was no room; it is then to be found again by a scan
     */
    boolean deliver(Invocation invocation) {
        underWay.merge(invocation.key(), 1, Integer::sum);
        if (queue.offer(invocation)) {
            return true;
        }
        ended(invocation);
        statistics.turnedAway();
        return false;
    }

    boolean isUnderWay(String key) {
        return underWay.containsKey(key);
    }

    private void ended(Invocation invocation) {
        underWay.computeIfPresent(invocation.key(), (_, times) -> times == 1 ? null : times - 1);
    }

    /** In the text format of Prometheus. */
    void writeMetrics(StringBuilder text) {
        statistics.write(text, queue);
    }

    /** Zero when no process runs. */
    long pid() {
        FunctionProcess running = process;
        return running == null ? 0 : running.pid();
    }

    private void run() {
        try {
            while (true) {
                turn();
            }
        } catch (InterruptedException closing) {
            stopProcess();
        }
    }

    private void turn() throws InterruptedException {
        try {
            Invocation next = queue.poll(spec.idle());
            if (next == null) {
                stopProcess();
            } else {
                attempt(next);
            }
            if (queue.isEmpty() && queue.overflowed()) {
                aftermath.missed();
            }
        } catch (RuntimeException bug) {
            // A full disk, say. The event is found again by the scan at the next start.
            LOG.log(Level.ERROR, spec.name() + ": an event was given up", bug);
        }
    }

    private void attempt(Invocation invocation) throws InterruptedException {
        long begun = System.nanoTime();
        Answer answer = answer(invocation);
        statistics.attempt(answer instanceof Answer.Succeeded, System.nanoTime() - begun);
        switch (answer) {
            case Answer.Succeeded _ -> {
                ended(invocation);
                aftermath.succeeded(invocation);
            }
            case Answer.Failed(String why) -> failed(invocation.again(), why);
        }
    }

    private Answer answer(Invocation invocation) throws InterruptedException {
        try {
            FunctionProcess running = process;
            if (running == null || !running.isAlive()) {
                stopProcess();
                running = new FunctionProcess(spec);
                process = running;
                statistics.started();
            }
            return running.invoke(invocation);
        } catch (IOException failure) {
            return new Answer.Failed("the process did not start: " + failure);
        }
    }

    private void failed(Invocation invocation, String why) {
        String reason = why.substring(0, Math.min(why.length(), MAX_REASON));
        LOG.log(
                Level.WARNING,
                "{0}: attempt {1} at {2} failed: {3}",
                spec.name(),
                invocation.attempts(),
                invocation.key(),
                reason);
        if (retries.allowsAnother(invocation)) {
            queue.retry(invocation, retries.waitAfter(invocation));
        } else {
            statistics.dead();
            DeadLetter letter = new DeadLetter(
                    spec.name(), invocation.id(), invocation.event(), invocation.attempts(), reason, false);
            try {
                // A search that comes between must find either the event or the letter.
                aftermath.dead(invocation, letter);
            } finally {
                ended(invocation);
            }
        }
    }

    private void stopProcess() {
        FunctionProcess running = process;
        process = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(CLOSING);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
