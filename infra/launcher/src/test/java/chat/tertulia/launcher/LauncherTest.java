package chat.tertulia.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process, with real children. */
class LauncherTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private Path data;
    private int port;
    private int mediaPort;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void build() throws IOException {
        FakeProduct.in(home);
        data = home.resolve("data");
        port = freePort();
        mediaPort = freePort();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void shouldComeUpTellAndGoDown() throws Exception {
        Process up = launch("up", "--json");
        JsonNode ready = JSON.readTree(firstLine(up));

        assertEquals("http://127.0.0.1:" + port, ready.path("url").asText());
        assertEquals(
                "http://127.0.0.1:" + port + "/owner#abc",
                ready.path("ownerLink").asText());
        assertEquals(
                "http://127.0.0.1:" + port + "/health/ready",
                ready.path("health").asText());
        assertEquals(ExitCode.OK, launch("status").waitFor());
        List<ProcessHandle> children = up.descendants().toList();
        assertEquals(2, children.size());

        up.destroy();

        assertTrue(up.waitFor(40, TimeUnit.SECONDS), "the launcher ends");
        assertEquals(ExitCode.OK, up.exitValue());
        assertTrue(children.stream().noneMatch(ProcessHandle::isAlive), "no child stays");
        assertEquals(ExitCode.NOT_RUNNING, launch("status").waitFor());
    }

    @Test
    void shouldGiveTheServerWhatItNeeds() throws Exception {
        firstLine(launch("up", "--json"));

        String seen = Files.readString(data.resolve("seen-environment"));

        assertTrue(seen.contains("TERTULIA_ORIGINS=http://127.0.0.1:" + port + ",http://localhost:" + port), seen);
        assertTrue(seen.contains("TERTULIA_S3_ENDPOINT=http://127.0.0.1:"), seen);
        assertTrue(seen.contains("WLP_OUTPUT_DIR=" + data.resolve("liberty")), seen);
        assertTrue(seen.contains("agent=seen"), seen);
        assertTrue(seen.contains("option=yes"), seen);
        String key = Files.readString(data.resolve("secrets/node-key"));
        assertTrue(seen.contains("TERTULIA_NODE_KEY=" + key), "the same key as the node's");
        assertTrue(key.length() >= 43, "32 random bytes");
    }

    @Test
    void shouldKeepSecretsToTheirOwner() throws Exception {
        Process first = launch("up", "--json");
        firstLine(first);
        String key = Files.readString(data.resolve("secrets/node-key"));
        for (Path secret : List.of(data.resolve("secrets/node-key"), data.resolve("secrets/s3-secret-key"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
        }
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets"))));
        first.destroy();
        assertTrue(first.waitFor(40, TimeUnit.SECONDS));
        Files.writeString(data.resolve("has-owner"), "");

        JsonNode second = JSON.readTree(firstLine(launch("up", "--json")));

        assertEquals(key, Files.readString(data.resolve("secrets/node-key")), "made once");
        assertTrue(second.path("ownerLink").isNull(), "an old link is not shown again");
    }

    @Test
    void shouldRestartAChildThatDies() throws Exception {
        firstLine(launch("up", "--json"));
        long before = serverPid();
        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        await("another server", () -> serverPid() != 0 && serverPid() != before);
    }

    @Test
    void shouldRunOncePerDataFolder() throws Exception {
        firstLine(launch("up", "--json"));

        Process second = launch("up", "--port", Integer.toString(freePort()));

        assertEquals(ExitCode.BROKEN, second.waitFor());
        assertTrue(errors(second).contains("already runs"), errors(second));
    }

    @Test
    void shouldSayWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertEquals(port, taken.getLocalPort());
            Process up = launch("up");

            assertEquals(ExitCode.BROKEN, up.waitFor());
            assertTrue(errors(up).contains("Port " + port), errors(up));
            assertTrue(errors(up).contains("--port " + (port + 1)), errors(up));
        }
    }

    @Test
    void shouldGiveUpOnAServerThatDoesNotStart() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("refuse"), "");

        Process up = launch("up");

        assertEquals(ExitCode.BROKEN, up.waitFor());
        assertTrue(errors(up).contains("server does not start"), errors(up));
        assertTrue(Files.readString(data.resolve("logs/server.log")).contains("refusing as told"));
    }

    @Test
    void shouldSayWhatIsNotBuilt() throws Exception {
        Files.delete(home.resolve("signaling-war/target/liberty/wlp/usr/servers/tertulia/server.xml"));

        Process up = launch("up");

        assertEquals(ExitCode.BROKEN, up.waitFor());
        assertTrue(errors(up).contains("not built"), errors(up));
    }

    @Test
    void shouldLeaveTheServerToSomebodyElse() throws Exception {
        Process up = launch("up", "--server-elsewhere", "--json");
        firstLine(up);

        Path exports = data.resolve("run/server.env");
        Process shell =
                new ProcessBuilder("sh", "-c", ". " + exports + " && printf %s \"$TERTULIA_HTTP_PORT\"").start();

        assertEquals(Integer.toString(port), shell.inputReader().readLine());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(exports)));
        await("the media node alone runs", () -> up.descendants().count() == 1);
        assertFalse(Files.exists(data.resolve("seen-environment")), "no server");
    }

    @Test
    void shouldRunInTheBackground() throws Exception {
        Process up = launch("up", "--detach", "--json");
        JsonNode ready = JSON.readTree(firstLine(up));

        assertEquals("http://127.0.0.1:" + port, ready.path("url").asText());
        assertEquals(ExitCode.OK, up.waitFor());
        assertEquals(ExitCode.OK, launch("status").waitFor());
        long server = serverPid();
        assertEquals(ExitCode.OK, launch("down").waitFor());
        assertFalse(ProcessHandle.of(server).filter(ProcessHandle::isAlive).isPresent());
        assertEquals(ExitCode.NOT_RUNNING, launch("status").waitFor());
    }

    private Process launch(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtertulia.home=" + home,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        words.addAll(List.of(arguments));
        words.addAll(List.of("--data", data.toString()));
        if (!List.of(arguments).contains("--port")) {
            words.addAll(List.of("--port", Integer.toString(port)));
        }
        words.addAll(List.of("--media-port", Integer.toString(mediaPort)));
        Path errors = home.resolve("errors-" + started.size());
        Process process =
                new ProcessBuilder(words).redirectError(errors.toFile()).start();
        started.add(process);
        return process;
    }

    private String errors(Process process) throws IOException {
        return Files.readString(home.resolve("errors-" + started.indexOf(process)));
    }

    private String firstLine(Process process) throws IOException {
        String line = process.inputReader().readLine();
        return line == null ? fail("it ended: " + errors(process)) : line;
    }

    private long serverPid() {
        try {
            Matcher pid = Pattern.compile("pid=([0-9]+)").matcher(Files.readString(data.resolve("seen-environment")));
            return pid.find() ? Long.parseLong(pid.group(1)) : 0;
        } catch (IOException absent) {
            return 0;
        }
    }

    private static void await(String what, Supplier<Boolean> condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.get()) {
            assertTrue(System.nanoTime() < end, "Not yet true after " + DEADLINE + ": " + what);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Below those that the kernel hands out by itself (ip_local_port_range): nobody is given it before it is used. */
    private static int freePort() throws IOException {
        IOException last = new IOException("Not tried");
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port);
                    DatagramSocket _ = new DatagramSocket(port)) {
                return port;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }
}
