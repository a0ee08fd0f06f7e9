package chat.tertulia.functions.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.sweep.ManifestEntry.Broken;
import chat.tertulia.functions.sweep.ManifestEntry.End;
import chat.tertulia.functions.sweep.ManifestEntry.Header;
import chat.tertulia.functions.sweep.ManifestEntry.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        List<ManifestEntry> entries = read(TestManifest.gzip(
                manifest().key("media/a/").expected("raw/a").key("raw/\u00e9").text()));

        assertEquals(
                List.of(
                        new Header("s1", AT, Duration.ofMinutes(30), false),
                        new Reference("media/a/", false),
                        new Reference("raw/a", true),
                        new Reference("raw/\u00e9", false),
                        new End(3)),
                entries);
    }

    @Test
    void shouldBelieveNoStartOfAManifest() throws IOException {
        byte[] whole = TestManifest.gzip(
                manifest().key("raw/a").key("raw/b").key("raw/c").text());
        for (int cut = 0; cut < whole.length; cut++) {
            ManifestEntry last = read(Arrays.copyOf(whole, cut)).getLast();
            // Without the last bytes of gzip its lines are whole; what follows the trailer is asked for all the same.
            assertEquals(new Broken(RefusalCode.TRUNCATED), last, "cut after " + cut);
        }
        String text = manifest().key("raw/a").key("raw/b").text();
        for (int cut = 0; cut < text.length(); cut++) {
            ManifestEntry last = read(TestManifest.gzip(text.substring(0, cut))).getLast();
            assertInstanceOf(Broken.class, last, "text cut after " + cut);
        }
    }

    @Test
    void shouldNoticeEveryChangedByte() throws IOException {
        long seed = System.nanoTime();
        RandomGenerator random = new Random(seed);
        byte[] whole = TestManifest.gzip(
                manifest().key("raw/a").key("raw/b").expected("results/a.json").text());
        List<ManifestEntry> right = read(whole);
        for (int i = 0; i < whole.length * 8; i++) {
            byte[] damaged = whole.clone();
            damaged[i / 8] ^= (byte) (1 << (i % 8));
            List<ManifestEntry> entries = read(damaged);
            assertTrue(
                    entries.getLast() instanceof Broken || entries.equals(right),
                    () -> "seed " + seed + ": believed " + entries);
        }
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertInstanceOf(Broken.class, read(noise).getLast());
        }
    }

    @Test
    void shouldNotBelieveKeysThatTheTrailerDoesNotSign() throws IOException {
        String text = manifest().key("raw/a").key("raw/b").text();
        assertInstanceOf(Broken.class, last(text.replace("raw/b", "raw/c")));
    }

    @Test
    void shouldRefuseKeysThatDoNotAscend() throws IOException {
        Broken unsorted = new Broken(RefusalCode.UNSORTED);
        assertEquals(unsorted, last(manifest().key("raw/b").key("raw/a").text()));
        assertEquals(unsorted, last(manifest().key("raw/a").key("raw/a").text()));
        assertEquals(
                unsorted,
                last(manifest().key("raw/\ud83d\ude00").key("raw/\ufffd").text()));
        assertInstanceOf(
                End.class,
                last(manifest().key("raw/\ufffd").key("raw/\ud83d\ude00").text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"key\":\"sweeps/x\"}",
                "{\"key\":\"dead/x\"}",
                "{\"key\":\"\"}",
                "{\"key\":7}",
                "{\"key\":",
                "{\"count\":0}",
                "{\"sha256\":7}",
                "raw/a"
            })
    void shouldRefuseOtherLines(String line) throws IOException {
        assertInstanceOf(Broken.class, last(manifest().raw(line).text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"manifest\":2,\"sweepId\":\"s1\",\"createdAt\":\"2026-03-01T12:00:00Z\",\"graceMs\":0,\"dryRun\":false}",
                "{\"manifest\":1,\"sweepId\":\"s1\",\"createdAt\":\"yesterday\",\"graceMs\":0,\"dryRun\":false}",
                "{\"manifest\":1,\"sweepId\":\"s1\",\"createdAt\":\"2026-03-01T12:00:00Z\",\"graceMs\":-1,\"dryRun\":false}",
                "{\"manifest\":1,\"sweepId\":\"s1\",\"createdAt\":\"2026-03-01T12:00:00Z\",\"graceMs\":0}"
            })
    void shouldRefuseOtherHeaders(String header) throws IOException {
        assertInstanceOf(Broken.class, last(header + "\n"));
    }

    @Test
    void shouldNotHoldALineWithoutEnd() throws IOException {
        assertEquals(
                new Broken(RefusalCode.TRUNCATED),
                last(manifest().raw("{\"key\":\"raw/" + "a".repeat(1 << 20)).text()));
    }

    private static TestManifest manifest() {
        return new TestManifest("s1", AT, 1_800_000, false);
    }

    private static ManifestEntry last(String text) throws IOException {
        return read(TestManifest.gzip(text)).getLast();
    }

    private static List<ManifestEntry> read(byte[] bytes) throws IOException {
        List<ManifestEntry> entries = new ArrayList<>();
        try (ManifestReader reader = new ManifestReader(new ByteArrayInputStream(bytes))) {
            entries.add(reader.header());
            while (!(entries.getLast() instanceof Broken || entries.getLast() instanceof End)) {
                entries.add(reader.next());
            }
        }
        return entries;
    }
}
