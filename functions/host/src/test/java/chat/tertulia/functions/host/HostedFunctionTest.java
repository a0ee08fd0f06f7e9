package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.store.ObjectCreated;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way an event comes to a function, in the real runtime interface client. */
class HostedFunctionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RetryPolicy TWO = new RetryPolicy(2, Duration.ofMillis(20));
    private static final ScanPlan NEVER = new ScanPlan(Duration.ofDays(1), Duration.ofHours(1), 5);

    @TempDir
    private Path folder;

    private final TreeBucket bucket = new TreeBucket();
    private @Nullable FunctionHost host;

    @BeforeEach
    void prepare() throws Exception {
        Files.createFile(folder.resolve("notes"));
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    private FunctionHost start(ScanPlan plan, Map<String, String> environment) {
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("NOTES", folder.resolve("notes").toString());
        FunctionSpec spec = new FunctionSpec(
                "image",
                NotingFunction.class.getName() + "::handleRequest",
                System.getProperty("java.class.path"),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"),
                all,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                folder.resolve("function.log"));
        FunctionHost started =
                new FunctionHost(bucket, List.of(new FunctionHost.Deployment(spec, Trigger.IMAGE)), TWO, plan);
        started.start();
        host = started;
        return started;
    }

    private List<String> noted() {
        try {
            return Files.readAllLines(folder.resolve("notes"));
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private void awaitNotes(List<String> keys) {
        Eventually.yes("the function has seen " + keys + " and not only " + noted(), () -> noted().containsAll(keys));
    }

    private static ObjectCreated created(String key) {
        return new ObjectCreated("Put", "tertulia", key, 1, "e", Instant.EPOCH);
    }

    @Test
    void shouldBearTheEventsOfS3AndMinio() throws Exception {
        FunctionHost running = start(NEVER, Map.of());
        try (HostEndpoint endpoint = new HostEndpoint(0, running, "tertulia", "a token");
                HttpClient client = HttpClient.newHttpClient()) {
            String events = "http://127.0.0.1:" + endpoint.port() + "/events";
            assertEquals(401, post(client, events, "wrong", "minio-put"));
            assertEquals(401, post(client, events, "", "minio-put"));
            assertEquals(204, post(client, events, "a token", "aws-test"));
            assertEquals(204, post(client, events, "a token", "minio-removed"));
            assertEquals(204, post(client, events, "a token", "minio-put"));
            assertEquals(204, post(client, events, "a token", "aws-put"));

            awaitNotes(List.of("raw/a b.png", "raw/Happy Face+s.jpg"));

            assertEquals(2, noted().size());
            String metrics = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertTrue(metrics.contains("tertulia_function_process_starts_total{function=\"image\"} 1\n"), metrics);
        }
    }

    @Test
    void shouldTakeNoEventsWithoutAToken() throws Exception {
        FunctionHost running = start(NEVER, Map.of());
        try (HostEndpoint endpoint = new HostEndpoint(0, running, "tertulia", null);
                HttpClient client = HttpClient.newHttpClient()) {
            assertEquals(404, post(client, "http://127.0.0.1:" + endpoint.port() + "/events", "null", "minio-put"));
        }
    }

    @Test
    void shouldFindWhatNobodyTellsOf() {
        bucket.put("raw/before", "x");
        start(new ScanPlan(Duration.ofMillis(50), Duration.ofHours(1), 5), Map.of());
        awaitNotes(List.of("raw/before"));

        String id = new UUID(System.currentTimeMillis() << 16 | 0x7000, 1).toString();
        bucket.put("raw/" + id, "x");
        awaitNotes(List.of("raw/" + id));
        bucket.put("results/" + id + ".json", "{}");
        bucket.put("results/before.json", "{}");
    }

    @Test
    void shouldTryAGivenUpEventAgainWhenSomebodyWishes() throws Exception {
        FunctionHost running = start(
                NEVER,
                Map.of(
                        "FAIL_KEY",
                        "raw/bad",
                        "FAIL_UNLESS",
                        folder.resolve("mended").toString()));
        running.created(created("raw/bad"));
        String key = Eventually.get("a dead letter", () -> letters().stream().findFirst());
        assertEquals(List.of("raw/bad", "raw/bad"), noted());

        // Written again as it is, it is left alone.
        running.created(created(key));
        ObjectNode letter = (ObjectNode) JSON.readTree(bucket.read(key).orElseThrow());
        Files.createFile(folder.resolve("mended"));
        letter.put("retriedAt", "2026-03-01T12:00:00Z");
        bucket.put(key, letter.toString());
        running.created(created(key));

        Eventually.yes("the letter is gone", () -> letters().isEmpty());
        assertEquals(List.of("raw/bad", "raw/bad", "raw/bad"), noted());
    }

    @Test
    void shouldKeepALetterWhoseNewAttemptFailsToo() throws Exception {
        FunctionHost running = start(NEVER, Map.of("FAIL_KEY", "raw/bad"));
        running.created(created("raw/bad"));
        String key = Eventually.get("a dead letter", () -> letters().stream().findFirst());
        ObjectNode letter = (ObjectNode) JSON.readTree(bucket.read(key).orElseThrow());
        letter.put("retriedAt", "2026-03-01T12:00:00Z");
        bucket.put(key, letter.toString());
        running.created(created(key));

        Eventually.yes(
                "the wish is used up",
                () -> bucket.read(key)
                        .map(json -> !new String(json, StandardCharsets.UTF_8).contains("retriedAt"))
                        .orElse(false));
        assertEquals(List.of(key), letters());
        assertEquals(4, noted().size());
    }

    @Test
    void shouldNotSearchOutWhatIsGivenUp() {
        bucket.put("raw/bad", "x");
        start(new ScanPlan(Duration.ofMillis(20), Duration.ofHours(1), 5), Map.of("FAIL_KEY", "raw/bad"));
        Eventually.yes("a dead letter", () -> !letters().isEmpty());
        bucket.put("raw/good", "x");
        awaitNotes(List.of("raw/good"));
        assertEquals(2, noted().stream().filter("raw/bad"::equals).count());
    }

    @Test
    void shouldReplaceTheProcessThatDies() {
        FunctionHost running = start(NEVER, Map.of("EXIT_KEY", "raw/poison"));
        running.created(created("raw/a"));
        awaitNotes(List.of("raw/a"));
        long first = running.process("image");
        running.created(created("raw/poison"));
        running.created(created("raw/b"));
        awaitNotes(List.of("raw/b"));
        Eventually.yes("a dead letter", () -> !letters().isEmpty());
        assertFalse(ProcessHandle.of(first).filter(ProcessHandle::isAlive).isPresent());
    }

    private List<String> letters() {
        return List.copyOf(bucket.objects.subMap("dead/", "dead0").keySet());
    }

    private static int post(HttpClient client, String address, String token, String fixture) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .POST(BodyPublishers.ofByteArray(NotificationTest.fixture(fixture)));
        Optional.of(token)
                .filter(one -> !one.isEmpty())
                .ifPresent(one -> request.header("Authorization", "Bearer " + one));
        HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
        return answer.statusCode();
    }
}
