package chat.tertulia.bench.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server under load, started by this run and stopped with it.
 *
 * @param pid the process whose CPU time counts
 */
record ServerProcess(Process process, URI url, long pid, String ownerToken) implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;

    /** The whole product in a folder of its own; only the signalling server's CPU time is counted. */
    static ServerProcess product(Path command, Path data) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                command.toString(),
                "up",
                "--json",
                "--data",
                data.toString(),
                "--port",
                freePort(),
                "--media-port",
                freePort());
        // The load comes from one address and a hundred members; what is measured is the path, not the limits.
        builder.environment().put("TERTULIA_LIMIT_FACTOR", "10000");
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        JsonNode ready = firstJson(process);
        String link = ready.path("ownerLink").asText();
        long pid = process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("ws-server.jar"))
                .findFirst()
                .orElseThrow(() -> new IOException("The server is not among the processes that were started."))
                .pid();
        return new ServerProcess(
                process, URI.create(ready.path("url").asText()), pid, link.substring(link.indexOf('#') + 1));
    }

    /** A bare socket.io server: no store, no permissions, one room. An upper bound for its kind. */
    static ServerProcess socketIo(Path modules) throws IOException {
        Path script = modules.resolve("peer.mjs");
        try (InputStream source = ServerProcess.class.getResourceAsStream("/peer.mjs")) {
            if (source == null) {
                throw new IOException("peer.mjs is missing from the benchmark");
            }
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = new ProcessBuilder("node", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ServerProcess(
                process, URI.create(firstJson(process).path("url").asText()), process.pid(), "");
    }

    private static String freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return Integer.toString(probe.getLocalPort());
        }
    }

    private static JsonNode firstJson(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        String line = reader.readLine();
        while (line != null && !line.startsWith("{")) {
            line = reader.readLine();
        }
        if (line == null) {
            throw new IOException("The server ended before it was ready.");
        }
        return new ObjectMapper().readTree(line);
    }

    /** User and system seconds so far, from procfs; one tick is 10 ms. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident megabytes. */
    long residentMb() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            Optional<String> line =
                    lines.filter(text -> text.startsWith("VmRSS")).findFirst();
            return line.map(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024)
                    .orElse(0L);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
