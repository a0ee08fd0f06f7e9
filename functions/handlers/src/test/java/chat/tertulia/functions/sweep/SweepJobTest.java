package chat.tertulia.functions.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.sweep.SweepJob.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifest and bucket, on a real store. */
class SweepJobTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Multipart uploads have the time of the machine, so the day of this test comes after them. */
    private static final Instant NOW = Instant.parse("2100-01-01T12:00:00Z");

    private static final Instant OLD = NOW.minus(Duration.ofHours(3));
    private static final String KEY = "sweeps/s1/manifest.jsonl.gz";
    private static final String REPORT = "sweeps/s1/report.json";

    private TestBucket store;
    private SweepBucket bucket;
    private SweepJob job;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        store = new TestBucket(folder);
        bucket = store.open();
        job = new SweepJob(bucket, Duration.ofHours(24), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        bucket.close();
        store.stop();
    }

    private void fill() throws IOException {
        for (String key :
                List.of("media/a/full", "media/b/full", "raw/a", "raw/b", "results/a.json", "results/b.json")) {
            store.put(key, OLD);
        }
        store.put("raw/young", NOW.minusSeconds(60));
        store.put("dead/image/x.json", OLD);
    }

    private static TestManifest manifest(boolean dryRun) {
        return new TestManifest("s1", NOW, 1_800_000, dryRun);
    }

    private static TestManifest withA(TestManifest manifest) {
        return manifest.key("media/a/").expected("raw/a").expected("raw/gone").key("results/a.json");
    }

    private JsonNode sweep(byte[] manifest) throws IOException {
        store.put(KEY, manifest, NOW);
        assertInstanceOf(Outcome.Reported.class, job.run(KEY));
        return JSON.readTree(store.text(REPORT));
    }

    private JsonNode sweep(TestManifest manifest) throws IOException {
        return sweep(TestManifest.gzip(manifest.text()));
    }

    @Test
    void shouldLeaveWhatIsReferencedAndWhatIsYoung() throws IOException {
        fill();
        JsonNode report = sweep(withA(manifest(false)));

        assertEquals(
                List.of("dead/image/x.json", "media/a/full", "raw/a", "raw/young", "results/a.json", KEY, REPORT),
                store.keys());
        assertEquals(7, report.path("listed").asInt());
        assertEquals(3, report.path("referenced").asInt());
        assertEquals(3, report.path("deleted").asInt());
        assertEquals(
                "media/b/full".length() + "raw/b".length() + "results/b.json".length(),
                report.path("bytes").asInt());
        assertEquals(1, report.path("tooYoung").asInt());
        assertEquals(1, report.path("missing").asInt());
        assertEquals("raw/gone", report.path("missingSample").path(0).asText());
        assertTrue(report.path("refused").isMissingNode());
    }

    @Test
    void shouldOnlyCountInADryRun() throws IOException {
        fill();
        store.begin("raw/never-completed");
        List<String> before = store.keys();
        JsonNode report = sweep(withA(manifest(true)));

        assertEquals(3, report.path("deleted").asInt());
        assertEquals(1, report.path("aborted").asInt());
        assertTrue(report.path("dryRun").asBoolean());
        List<String> after = new ArrayList<>(store.keys());
        after.removeAll(List.of(KEY, REPORT));
        assertEquals(before, after);
        assertEquals(List.of("raw/never-completed"), store.begun());
    }

    @Test
    void shouldDoNothingTwice() throws IOException {
        fill();
        sweep(withA(manifest(false)));
        store.put("raw/later", OLD);
        assertEquals(new Outcome.Skipped("reported before"), job.run(KEY));
        assertTrue(store.keys().contains("raw/later"));
    }

    @Test
    void shouldDeleteNothingByADamagedManifest() throws IOException {
        fill();
        byte[] whole = TestManifest.gzip(withA(manifest(false)).text());
        for (byte[] damaged : List.of(
                new byte[0],
                Arrays.copyOf(whole, whole.length - 1),
                Arrays.copyOf(whole, whole.length / 2),
                TestManifest.gzip(withA(manifest(false)).textWithout()),
                TestManifest.gzip(manifest(false).key("raw/b").key("raw/a").text()),
                TestManifest.gzip(new TestManifest("another", NOW, 0, false).text()))) {
            List<String> before = store.keys();
            JsonNode report = sweep(damaged);
            assertTrue(report.hasNonNull("refused"), report::toString);
            assertEquals(0, report.path("deleted").asInt());
            store.delete(KEY);
            store.delete(REPORT);
            assertEquals(before, store.keys());
        }
    }

    @Test
    void shouldDeleteNothingByAManifestOfAnotherDay() throws IOException {
        for (Instant at : List.of(NOW.minus(Duration.ofHours(25)), NOW.plus(Duration.ofHours(25)))) {
            fill();
            JsonNode report = sweep(new TestManifest("s1", at, 0, false));
            assertEquals("stale", report.path("refused").asText());
            assertTrue(store.keys().contains("raw/b"));
            store.delete(REPORT);
        }
    }

    /** The server's clock is two hours ahead: an upload of this minute looks old to it. */
    @Test
    void shouldNotTrustTheClockOfTheServerAlone() throws IOException {
        store.put("raw/in-flight", NOW.minusSeconds(1));
        sweep(new TestManifest("s1", NOW.plus(Duration.ofHours(2)), 1_800_000, false));
        assertTrue(store.keys().contains("raw/in-flight"));
    }

    @Test
    void shouldAbortUploadsThatNobodyRefersTo() throws IOException {
        store.begin("raw/session");
        store.begin("raw/stale");
        store.begin("raw/zzz");
        store.begin("sweeps/s0/manifest.jsonl.gz");
        JsonNode report = sweep(manifest(false).key("raw/session"));

        assertEquals(3, report.path("aborted").asInt());
        assertEquals(List.of("raw/session"), store.begun());
    }

    /** The store says itself when an upload began, which is long after this sweep. */
    @Test
    void shouldLeaveUploadsThatMayStillGoOn() throws IOException {
        Instant before = Instant.parse("2000-01-01T12:00:00Z");
        job = new SweepJob(bucket, Duration.ofHours(24), Clock.fixed(before, ZoneOffset.UTC));
        store.begin("raw/in-flight");
        JsonNode report = sweep(new TestManifest("s1", before, 1_800_000, false));

        assertEquals(0, report.path("aborted").asInt());
        assertEquals(List.of("raw/in-flight"), store.begun());
    }

    @Test
    void shouldSkipWhatIsNoManifest() throws IOException {
        assertInstanceOf(Outcome.Skipped.class, job.run("raw/a"));
        assertInstanceOf(Outcome.Skipped.class, job.run("sweeps/../manifest.jsonl.gz"));
        assertInstanceOf(Outcome.Skipped.class, job.run(KEY), "it is gone");
        assertEquals(List.of(), store.keys());
    }

    @Test
    void shouldGoThroughManyPages() throws IOException {
        List<String> keys = new ArrayList<>(List.of("raw/\ufffd", "raw/\u00e9", "raw/a b+c", "raw/a&b<", "raw/%2F"));
        for (int i = 0; i < 2100; i++) {
            keys.add(String.format("raw/%05d", i));
        }
        keys.sort(KeyOrder.UTF_8);
        TestManifest manifest = manifest(false);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            store.place(keys.get(i), OLD);
            if (i % 3 == 0) {
                manifest.expected(keys.get(i));
                kept.add(keys.get(i));
            }
        }
        JsonNode report = sweep(manifest);

        kept.addAll(List.of(KEY, REPORT));
        assertEquals(Set.copyOf(kept), Set.copyOf(store.keys()));
        assertEquals(0, report.path("missing").asInt());
    }

    /** S3 lists in the order of UTF-8, this store in that of UTF-16: a join of two orders would delete what is referenced. */
    @Test
    void shouldDeleteNothingWhereAListingHasAnotherOrder() throws IOException {
        for (String key : List.of("raw/0", "raw/\ud83d\ude00", "raw/\ufffd")) {
            store.place(key, OLD);
        }
        JsonNode report = sweep(manifest(false).expected("raw/\ufffd").expected("raw/\ud83d\ude00"));

        assertEquals("unsorted_listing", report.path("refused").asText());
        assertEquals(0, report.path("deleted").asInt());
        assertEquals(5, store.keys().size());
    }
}
