package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred decoders are killed at random moments while two functions work on the same bucket: every good picture is done,
 * also those whose first decoder was killed; what kills each of its decoders has failed; nothing is left behind.
 */
class PoisonedDecoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 20260102;
    private static final int KILLS = 100;
    /** A decoder that has its library loaded is done with such a picture in about as long. */
    private static final int LONGEST_MS = 60;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final AtomicInteger kills = new AtomicInteger();
    private final BlockingQueue<String> deliveries = new LinkedBlockingQueue<>();
    private final Map<String, String> expected = new TreeMap<>();

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingWhileDecodersDie() throws Exception {
        Path library = VipsInstallation.library(Path.of(System.getenv("TERTULIA_VIPS_FOLDER")));
        TestStore store = new TestStore(Files.createDirectory(folder.resolve("store")));
        DecoderCommand command = new DecoderCommand(library, DecoderLimits.STANDARD, PoisonedDecoder.class, null);
        try (Bucket bucket = Bucket.of(store.settings());
                ExecutorService functions = Executors.newFixedThreadPool(2)) {
            for (int round = 0; kills.get() < KILLS; round++) {
                fill(store, round);
                List<Callable<String>> both = List.of(() -> work(bucket, command), () -> work(bucket, command));
                for (var function : functions.invokeAll(both)) {
                    assertEquals("", function.get(), "seed " + SEED);
                }
            }
            assertEquals(expected, states(store), "seed " + SEED);
        } finally {
            store.stop();
        }
        assertNothingIsLeft();
    }

    /** Good ones, good ones whose first decoder is killed, and one that kills them all. */
    private void fill(TestStore store, int round) throws IOException {
        for (int at = 0; at < 8; at++) {
            String id = "r" + round + '-' + at;
            Path once = folder.resolve(at == 7 ? "nowhere/" + id : id);
            byte[] tail = PoisonedDecoder.poison(at == 7 ? 0 : random.nextInt(LONGEST_MS), once)
                    .getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream picture = new ByteArrayOutputStream();
            picture.write(TestPicture.encoded("jpg", 40 + at, 30));
            picture.write(at < 2 ? new byte[0] : tail);
            store.put("raw/" + id, picture.toByteArray());
            expected.put(id, at == 7 ? "failed" : "done");
            deliveries.add(id);
        }
    }

    private String work(Bucket bucket, DecoderCommand command) throws Exception {
        try (Decoders decoders = new Decoders(command)) {
            ImageJob job = new ImageJob(bucket, decoders, TestStore.LIMITS, Clock.systemUTC(), TestStore.ASIDE);
            for (String id = deliveries.poll(); id != null; id = deliveries.poll()) {
                try {
                    var _ = job.run(id, new JobTrace("raw/" + id, System.nanoTime()));
                } catch (IOException killed) {
                    kills.incrementAndGet();
                    again(id, bucket);
                }
            }
            return "";
        }
    }

    private void again(String id, Bucket bucket) {
        String result = bucket.text("results/" + id + ".json").orElseThrow().content();
        if (!result.contains("\"failed\"")) {
            deliveries.add(id);
        }
    }

    private Map<String, String> states(TestStore store) throws IOException {
        Map<String, String> states = new TreeMap<>();
        for (String id : expected.keySet()) {
            states.put(
                    id,
                    JSON.readTree(store.text("results/" + id + ".json"))
                            .path("state")
                            .asText());
        }
        return states;
    }

    private static void assertNothingIsLeft() throws IOException {
        List<String> left = new ArrayList<>();
        ProcessHandle.current()
                .descendants()
                .forEach(process -> left.add(process.info().commandLine().orElse("?")));
        assertTrue(left.stream().noneMatch(line -> line.contains("Decoder")), left::toString);
        try (var folders = Files.newDirectoryStream(
                Path.of(System.getProperty("java.io.tmpdir")),
                "tertulia-image-" + ProcessHandle.current().pid() + "-*")) {
            assertFalse(folders.iterator().hasNext(), "no working folder stays");
        }
    }
}
