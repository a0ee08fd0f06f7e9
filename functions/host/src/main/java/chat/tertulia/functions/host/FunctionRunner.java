package chat.tertulia.functions.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
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
    private final Consumer<DeadLetter> deadLetters;
    private final Runnable rescan;
    private final FunctionQueue queue = new FunctionQueue(CAPACITY);
    private final Thread thread;
    private volatile @Nullable FunctionProcess process;

    /** @param rescan finds again what was turned away while the queue was full */
    FunctionRunner(FunctionSpec spec, RetryPolicy retries, Consumer<DeadLetter> deadLetters, Runnable rescan) {
        this.spec = spec;
        this.retries = retries;
        this.deadLetters = deadLetters;
        this.rescan = rescan;
        thread = Thread.ofPlatform().name("function-" + spec.name()).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Never blocks. */
    void deliver(String event) {
        queue.offer(Invocation.of(event));
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
                rescan.run();
            }
        } catch (RuntimeException bug) {
            // A full disk, say. The event is found again by the scan at the next start.
            LOG.log(Level.ERROR, spec.name() + ": an event was given up", bug);
        }
    }

    private void attempt(Invocation invocation) throws InterruptedException {
        switch (answer(invocation)) {
            case Answer.Succeeded _ -> {}
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
            }
            return running.invoke(invocation);
        } catch (IOException failure) {
            return new Answer.Failed("the process did not start: " + failure);
        }
    }

    private void failed(Invocation invocation, String why) {
        String reason = why.substring(0, Math.min(why.length(), MAX_REASON));
        LOG.log(Level.WARNING, "{0}: attempt {1} failed: {2}", spec.name(), invocation.attempts(), reason);
        if (retries.allowsAnother(invocation)) {
            queue.retry(invocation, retries.waitAfter(invocation));
        } else {
            deadLetters.accept(
                    new DeadLetter(spec.name(), invocation.id(), invocation.event(), invocation.attempts(), reason));
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
