package chat.tertulia.launcher;

import chat.tertulia.functions.host.HostEndpoint;
import chat.tertulia.functions.host.LocalCloud;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings everything up, keeps it up, and takes it down.
 *
 * <p>Owned by: the main thread; {@link #stop} may be called by any.
 */
final class Supervisor {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);
    private static final long POLL_MS = 200;
    private static final long REMINDER_MS = 10_000;
    private static final int TOO_MANY_FAILURES = 3;

    private final Options options;
    private final Console console;
    private final DataFolder data;
    private final Installation installation;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    Supervisor(Options options, Console console) {
        this.options = options;
        this.console = console;
        data = new DataFolder(options.data());
        installation = new Installation(options.home());
    }

    /** Returns once everything has ended. */
    void run() throws Failure, InterruptedException {
        try (FileChannel _ = data.lock()) {
            Running.self(options, false).write(data.runningFile());
            try {
                runLocked();
            } finally {
                Files.deleteIfExists(data.runningFile());
            }
        } catch (IOException failure) {
            throw Failure.broken("The data folder " + data.root() + " cannot be used: " + failure);
        } finally {
            ended.countDown();
        }
    }

    /** Returns when {@link #run} has, or after the time that an orderly end takes at most. */
    void stop() throws InterruptedException {
        stopping.countDown();
        boolean orderly = ended.await(STOP_LIMIT.toSeconds() + 10, TimeUnit.SECONDS);
        if (!orderly) {
            console.error("Not everything ended in time.");
        }
    }

    private void runLocked() throws Failure, IOException, InterruptedException {
        Ports.requireFree(options);
        Secrets secrets = Secrets.in(data.secrets());
        Files.deleteIfExists(data.ownerLink());
        console.progress("object store and functions");
        try (LocalCloud cloud = LocalCloud.start(installation.cloud(options, data, secrets));
                HostEndpoint _ = FunctionsMain.metrics(cloud.functions(), System.getenv())) {
            Command server = installation.server(options, data, secrets, cloud.environment());
            Command node = installation.mediaNode(options, data, secrets);
            if (options.serverElsewhere()) {
                server.exportTo(data.serverEnvironment());
                supervise(List.of(child(node)));
            } else {
                supervise(List.of(child(server), child(node)));
            }
        }
    }

    private void supervise(List<Child> children) throws Failure, InterruptedException {
        try {
            for (Child child : children) {
                console.progress(child.name());
                child.start();
            }
            if (options.serverElsewhere()) {
                tellReady();
            } else {
                awaitReady(children);
            }
            stopping.await();
        } finally {
            end(children);
        }
    }

    private void tellReady() throws Failure {
        Running.self(options, true).write(data.runningFile());
        console.ready(options, ownerLink(data), "Ctrl-C");
    }

    private Child child(Command command) {
        return new Child(command, this::tell);
    }

    private void tell(String news) {
        if (stopping.getCount() > 0) {
            console.progress(news);
        }
    }

    private void awaitReady(List<Child> children) throws Failure, InterruptedException {
        long begun = System.nanoTime();
        long remindedMs = 0;
        while (!stopping.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            long waitedMs = (System.nanoTime() - begun) / 1_000_000;
            Health health = Health.of(options.localUrl());
            if (health != null && health.ready()) {
                tellReady();
                return;
            }
            for (Child child : children) {
                if (child.failures() >= TOO_MANY_FAILURES) {
                    throw Failure.broken("The " + child.name() + " does not start. Its last words are in "
                            + child.command().log());
                }
            }
            if (waitedMs > START_LIMIT.toMillis()) {
                throw Failure.broken("Not ready after " + START_LIMIT.toSeconds() + " s: " + missing(health)
                        + ". The logs are in " + data.logs());
            }
            if (waitedMs - remindedMs > REMINDER_MS) {
                remindedMs = waitedMs;
                console.progress("still waiting: " + missing(health));
            }
        }
    }

    private static String missing(@Nullable Health health) {
        if (health == null) {
            return "the server does not answer yet";
        }
        return health.up() ? "no media node has reached the server" : "the server says that it is not ready";
    }

    /** What the server wrote there for whoever starts it; nothing once it has an owner. */
    static @Nullable String ownerLink(DataFolder data) {
        try {
            return Files.readString(data.ownerLink()).strip();
        } catch (IOException absent) {
            return null;
        }
    }

    private void end(List<Child> children) throws InterruptedException {
        stopping.countDown();
        children.forEach(Child::stop);
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        for (Child child : children) {
            long left = Math.max(0, deadline - System.nanoTime());
            if (!child.awaitEnd(Duration.ofNanos(left))) {
                console.error("The " + child.name() + " did not end in time and was killed.");
            }
        }
    }
}
