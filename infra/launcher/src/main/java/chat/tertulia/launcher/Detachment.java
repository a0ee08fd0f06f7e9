package chat.tertulia.launcher;

import chat.tertulia.functions.host.LogFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code up --detach}, {@code down} and {@code status}: talk to a launcher that runs by itself. */
final class Detachment {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MS = 200;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Options options;
    private final Console console;
    private final DataFolder data;

    Detachment(Options options, Console console) {
        this.options = options;
        this.console = console;
        data = new DataFolder(options.data());
    }

    /** Starts this same command once more, out of reach of the terminal, and waits until it is ready. */
    void up(String[] arguments) throws Failure, InterruptedException {
        Path log = data.logs().resolve("launcher.log");
        try {
            Files.createDirectories(data.logs());
            Process launcher = new ProcessBuilder(sameCommand(arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(LogFile.appendTo(log))
                    .start();
            launcher.getOutputStream().close();
            while (!launcher.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                Optional<Running> running = Running.in(data.runningFile()).filter(Running::ready);
                if (running.isPresent() && running.get().pid() == launcher.pid()) {
                    console.ready(options, Supervisor.ownerLink(data), "./tertulia down");
                    return;
                }
            }
            throw Failure.broken("It did not start. " + lastLine(log) + " (" + log + ")");
        } catch (IOException failure) {
            throw Failure.broken("It could not be started in the background: " + failure);
        }
    }

    void down() throws Failure, InterruptedException {
        Optional<ProcessHandle> launcher = Running.in(data.runningFile()).flatMap(Running::process);
        if (launcher.isEmpty()) {
            console.status("not running", null);
            return;
        }
        launcher.get().destroy();
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (launcher.get().isAlive()) {
            if (System.nanoTime() > deadline) {
                throw Failure.broken("Process " + launcher.get().pid() + " did not end.");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        console.status("stopped", null);
    }

    void status() throws Failure {
        Optional<Running> running = Running.in(data.runningFile());
        if (running.isEmpty()) {
            console.status("not running", null);
            throw new Failure(ExitCode.NOT_RUNNING, "");
        }
        Health health = Health.of(running.get().local());
        boolean ready = health != null && health.ready();
        console.status(ready ? "ready" : "not ready", running.get());
        if (!ready) {
            throw new Failure(ExitCode.BROKEN, "");
        }
    }

    private static List<String> sameCommand(String[] arguments) {
        List<String> words = new ArrayList<>(List.of("nohup"));
        if (Files.isExecutable(SETSID)) {
            words.add(SETSID.toString());
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Arrays.stream(arguments)
                .filter(argument -> !argument.equals("--detach") && !argument.equals("--json"))
                .forEach(words::add);
        return words;
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
