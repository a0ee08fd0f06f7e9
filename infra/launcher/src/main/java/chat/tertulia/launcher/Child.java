package chat.tertulia.launcher;

import chat.tertulia.functions.host.LogFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs for as long as the launcher does: started again, ever more slowly, whenever it ends.
 *
 * <p>Owned by: its own thread; {@link #stop} may be called by any.
 */
final class Child {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /** A child that has lived this long was well; its next end counts as the first. */
    private static final Duration HEALTHY = Duration.ofSeconds(60);

    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TZ");

    private final Command command;
    private final Consumer<String> news;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Process process;
    private volatile int failures;

    /** @param news one sentence for people whenever the child ends unasked */
    Child(Command command, Consumer<String> news) {
        this.command = command;
        this.news = news;
        thread = Thread.ofVirtual().name("child-" + command.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    String name() {
        return command.name();
    }

    Command command() {
        return command;
    }

    /** Zero when it does not run just now. */
    long pid() {
        Process running = process;
        return running == null || !running.isAlive() ? 0 : running.pid();
    }

    /** How often it has ended in a row without having been well for a while. */
    int failures() {
        return failures;
    }

    private void run() {
        Duration wait = FIRST_WAIT;
        try {
            do {
                long begun = System.nanoTime();
                String end = runOnce();
                if (stopping.getCount() == 0) {
                    return;
                }
                boolean wasWell = System.nanoTime() - begun > HEALTHY.toNanos();
                wait = wasWell ? FIRST_WAIT : wait;
                failures = wasWell ? 1 : failures + 1;
                news.accept("The " + command.name() + " " + end + "; starting it again in " + wait.toSeconds()
                        + " s. See " + command.log());
                if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            } while (true);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private String runOnce() throws InterruptedException {
        try {
            Process started = spawn();
            process = started;
            if (stopping.getCount() == 0) {
                started.destroy();
            }
            return "ended with " + started.waitFor();
        } catch (IOException failure) {
            return "did not start (" + failure.getMessage() + ")";
        }
    }

    private Process spawn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.words());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(command.environment());
        builder.directory(command.folder().toFile());
        builder.redirectErrorStream(true).redirectOutput(LogFile.appendTo(command.log()));
        Process started = builder.start();
        started.getOutputStream().close();
        return started;
    }

    /** Asks it to end; {@link #awaitEnd} sees to it. */
    void stop() {
        stopping.countDown();
        Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    /** @return false when it had to be killed */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        Process running = process;
        boolean ended = running == null || running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (running != null && !ended) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly().waitFor();
        }
        return ended;
    }
}
