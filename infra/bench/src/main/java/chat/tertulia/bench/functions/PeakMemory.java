package chat.tertulia.bench.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The most that any child of a process had resident, from procfs. The kernel keeps the maximum (VmHWM); what a child takes
 * in its last milliseconds is missed.
 */
final class PeakMemory implements AutoCloseable {
    private static final int PERIOD_MS = 10;

    private final Thread watcher;
    private volatile boolean ended;
    private volatile long kilobytes;

    PeakMemory(long parent) {
        watcher = Thread.ofPlatform().daemon().start(() -> watch(parent));
    }

    private void watch(long parent) {
        while (!ended) {
            ProcessHandle.of(parent).ifPresent(process -> process.children().forEach(child -> look(child.pid())));
            try {
                Thread.sleep(PERIOD_MS);
            } catch (InterruptedException closing) {
                return;
            }
        }
    }

    private void look(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    kilobytes = Math.max(kilobytes, Long.parseLong(line.replaceAll("[^0-9]", "")));
                }
            }
        } catch (IOException gone) {
            // It has ended meanwhile.
        }
    }

    double megabytes() {
        return kilobytes / 1024.0;
    }

    @Override
    public void close() {
        ended = true;
        watcher.interrupt();
    }
}
