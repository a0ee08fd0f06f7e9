package chat.tertulia.bench.against;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process of a forwarding unit, in a folder of its own that goes when it ends. Its output is in {@link #log}. */
final class SfuProcess implements AutoCloseable {
    private static final long GRACE_SECONDS = 5;

    private final Path folder;
    private final Process process;

    private SfuProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static Path newFolder() throws IOException {
        return Files.createTempDirectory("tertulia-bench");
    }

    /** Inherits nothing from the environment but what it is given, and where programs are. */
    static SfuProcess start(Path folder, List<String> words, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        return new SfuProcess(folder, process);
    }

    long pid() {
        return process.pid();
    }

    Path folder() {
        return folder;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Throws when it is no more, with the end of what it said. */
    void mustLive() throws IOException {
        if (!process.isAlive()) {
            String log = log();
            throw new IOException("The process ended with " + process.exitValue() + ":\n"
                    + log.substring(Math.max(0, log.length() - 2000)));
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
