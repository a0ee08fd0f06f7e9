package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of the corpus, named or made as {@code corpus/expected.json} says, through the real decoder process to its
 * verdict; and after each that is refused a good picture, which must come through.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of EXIF, XMP, profiles and polyglots: none of it is in anything that we hand out. */
    private static final List<String> NEVER = List.of(
            "Exif",
            "2026:01:02",
            "GPSLatitude",
            "xmpmeta",
            "ICCP",
            "ICC_PROFILE",
            "acsp",
            "polyglot",
            "PK\3\4",
            "prof");

    private TestStore store;
    private Bucket bucket;
    private Decoders decoders;
    private ImageJob job;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path library = VipsInstallation.library(Path.of(System.getenv("TERTULIA_VIPS_FOLDER")));
        store = new TestStore(folder);
        bucket = Bucket.of(store.settings());
        decoders = new Decoders(new DecoderCommand(library, DecoderLimits.STANDARD));
        job = new ImageJob(bucket, decoders, JobLimits.STANDARD, Clock.systemUTC(), TestStore.ASIDE);
    }

    @AfterAll
    void stop() throws Exception {
        decoders.close();
        bucket.close();
        store.stop();
    }

    static Stream<Entry> corpus() throws IOException {
        JsonNode entries = JSON.readTree(CorpusRecipe.file("expected.json"));
        return StreamSupport.stream(entries.spliterator(), false).map(Entry::new);
    }

    /** One line of {@code expected.json}. */
    record Entry(JsonNode json) {
        byte[] bytes() throws IOException {
            return json.has("recipe")
                    ? CorpusRecipe.bytes(json.path("recipe").asText())
                    : CorpusRecipe.file(json.path("file").asText());
        }

        @Override
        public String toString() {
            return json.path("what").asText();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void shouldComeToItsVerdict(Entry entry) throws Exception {
        String id = "c" + Integer.toHexString(entry.toString().hashCode());
        JsonNode expected = entry.json();
        String name = URLEncoder.encode(expected.path("name").asText("picture"), StandardCharsets.UTF_8);
        store.put(
                "raw/" + id,
                entry.bytes(),
                Map.of("name", name, "purpose", expected.path("purpose").asText("attachment")));

        JsonNode result = judged(id);

        Set<String> verdicts = Set.of(expected.path("verdict").asText().split("\\|"));
        String verdict = result.path("state").asText().equals("done")
                ? "done"
                : result.path("code").asText();
        assertTrue(verdicts.contains(verdict), () -> verdict + ": " + result);
        assertPicture(expected, result);
        assertClean(id, result);
        if (!verdict.equals("done")) {
            store.put("raw/good-" + id, TestPicture.encoded("png", 24, 16));
            assertEquals("done", judged("good-" + id).path("state").asText(), "the next one");
        }
    }

    private JsonNode judged(String id) throws Exception {
        var outcome = job.run("d", new JobTrace("raw/" + id, 0));
        assertInstanceOf(ImageJob.Outcome.Judged.class, outcome, outcome::toString);
        return JSON.readTree(store.text("results/" + id + ".json"));
    }

    private void assertPicture(JsonNode expected, JsonNode result) {
        JsonNode size = expected.path("full");
        if (size.isArray()) {
            JsonNode full = result.path("full");
            assertEquals(size.get(0).asInt(), full.path("width").asInt(), result::toString);
            assertEquals(size.get(1).asInt(), full.path("height").asInt(), result::toString);
            String mime = expected.path("mime").asText("image/avif");
            assertEquals(mime, full.path("mime").asText(), result::toString);
            assertEquals(expected.path("frames").asInt(1), result.path("frames").asInt(), result::toString);
            assertEquals(
                    expected.path("frames").asInt(1),
                    frames(store.bytes(full.path("key").asText())));
        }
        if (expected.has("color")) {
            assertNear(
                    expected.path("color").asText(),
                    result.path("dominantColor").asText());
        }
    }

    /** Of what we hand out, nothing is anything but a picture. */
    private void assertClean(String id, JsonNode result) {
        List<String> keys = store.keys("media/" + id + "/");
        List<String> named = new ArrayList<>();
        for (String part : List.of("full", "thumb")) {
            String key = result.path(part).path("key").asText();
            if (!key.isEmpty()) {
                named.add(key);
            }
        }
        assertEquals(named.stream().sorted().toList(), keys);
        for (String key : keys) {
            String bytes = new String(store.bytes(key), StandardCharsets.ISO_8859_1);
            for (String word : NEVER) {
                assertFalse(bytes.contains(word), () -> word + " in " + key);
            }
        }
    }

    /** Frames of animated WebP; one for anything else. */
    private static int frames(byte[] picture) {
        String bytes = new String(picture, StandardCharsets.ISO_8859_1);
        int frames = bytes.split("ANMF", -1).length - 1;
        return Math.max(1, frames);
    }

    private static void assertNear(String expected, String actual) {
        for (int at = 1; at < 7; at += 2) {
            int distance = Integer.parseInt(expected.substring(at, at + 2), 16)
                    - Integer.parseInt(actual.substring(at, at + 2), 16);
            assertTrue(Math.abs(distance) <= 10, () -> expected + " is not " + actual);
        }
    }
}
