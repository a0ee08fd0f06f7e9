package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.image.ImageJob.Outcome;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageJobTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-03T04:05:06.789Z"), ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestStore store;
    private Path library;
    private Bucket bucket;
    private Decoders decoders;
    private ImageJob job;
    private int deliveries;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        library = VipsInstallation.library(Path.of(System.getenv("TERTULIA_VIPS_FOLDER")));
        store = new TestStore(folder);
        bucket = Bucket.of(store.settings());
        decoders = new Decoders(new DecoderCommand(library, DecoderLimits.STANDARD));
        job = job(decoders);
    }

    @AfterAll
    void stop() throws Exception {
        decoders.close();
        bucket.close();
        store.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif"})
    void shouldDeriveTwoPictures(String format) throws Exception {
        store.put("raw/two-" + format, TestPicture.encoded(format, 2000, 1000), Map.of("correlation-id", "c-1"));

        ImageResult result = judged("two-" + format);

        assertEquals("done", result.state());
        assertEquals(List.of(2000, 1000), Arrays.asList(result.width(), result.height()));
        assertDerived(result.full(), 1600, 800);
        assertDerived(result.thumb(), 320, 160);
        assertEquals("c-1", result.correlationId());
        assertEquals("2026-02-03T04:05:06.789Z", result.finishedAt());
        assertColor("c81e28", result);
    }

    @Test
    void shouldNotEnlarge() throws Exception {
        store.put("raw/dot", TestPicture.encoded("png", 1, 1));

        ImageResult result = judged("dot");

        assertDerived(result.full(), 1, 1);
        assertDerived(result.thumb(), 1, 1);
    }

    @Test
    void shouldTakeItsOwnOutputAsInput() throws Exception {
        store.put("raw/first", TestPicture.encoded("png", 640, 480));
        store.put("raw/second", store.bytes(derived(judged("first").full()).key()));

        ImageResult result = judged("second");

        assertEquals("image/avif", result.mime());
        assertDerived(result.thumb(), 320, 240);
    }

    @Test
    void shouldTurnUprightAndDropExif() throws Exception {
        store.put("raw/camera", TestPicture.cameraJpeg(800, 400, 6));

        ImageResult result = judged("camera");

        assertEquals(List.of(400, 800), Arrays.asList(result.width(), result.height()));
        assertDerived(result.full(), 400, 800);
        for (ImageResult.Derived picture : List.of(derived(result.full()), derived(result.thumb()))) {
            String bytes = new String(store.bytes(picture.key()), StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains("Exif"), "no Exif block");
            assertFalse(bytes.contains("2026:01:02"), "no GPS date");
        }
    }

    @Test
    void shouldRefuseWhatIsNoPicture() throws Exception {
        store.put("raw/empty", new byte[0]);
        store.put(
                "raw/svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".getBytes(StandardCharsets.UTF_8));
        store.put("raw/html", "GIF8<script>".getBytes(StandardCharsets.UTF_8));

        for (String id : List.of("empty", "svg", "html")) {
            assertRefused("unsupported_format", id);
        }
    }

    /** Were the list of magic bytes ever to slip, libvips itself has the loader closed. */
    @Test
    void shouldRefuseSvgInTheDecoderToo(@TempDir Path folder) throws Exception {
        Path svg = Files.writeString(
                folder.resolve("a.jpg"), "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");

        try (DecoderProcess decoder = decoders.take()) {
            DecoderReport report = decoder.decode(new DecodeRequest(Purpose.ATTACHMENT, PictureFormat.JPEG, 0, svg));

            assertInstanceOf(DecoderReport.Refused.class, report, report.line());
            assertTrue(report.line().contains("UNSUPPORTED_FORMAT"), report.line());
        }
    }

    @Test
    void shouldRefuseDamage() throws Exception {
        byte[] jpeg = TestPicture.encoded("jpg", 1200, 900);
        byte[] png = TestPicture.encoded("png", 1200, 900);
        store.put("raw/truncated-jpeg", Arrays.copyOf(jpeg, jpeg.length / 2));
        store.put("raw/truncated-png", Arrays.copyOf(png, png.length / 2));
        store.put("raw/header-only", Arrays.copyOf(png, 20));
        store.put("raw/gif-script", "GIF89a<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));

        for (String id : List.of("truncated-jpeg", "truncated-png", "header-only", "gif-script")) {
            assertRefused("corrupt", id);
        }
    }

    @Test
    void shouldRefuseBombsByTheirHeader() throws Exception {
        store.put("raw/bomb", TestPicture.pngBomb(30_000, 30_000));
        store.put("raw/film", TestPicture.gif(Decoder.MAX_FRAMES + 1));
        store.put("raw/short-film", TestPicture.gif(Decoder.MAX_FRAMES));
        store.put("raw/huge", new byte[9 << 20]);

        assertRefused("too_many_pixels", "bomb");
        assertRefused("too_many_frames", "film");
        assertRefused("too_large", "huge");
        assertEquals("done", judged("short-film").state());
    }

    @Test
    void shouldDropWhatFollowsThePicture() throws Exception {
        byte[] jpeg = TestPicture.encoded("jpg", 64, 64);
        byte[] polyglot = Arrays.copyOf(jpeg, jpeg.length + 30);
        byte[] script = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(script, 0, polyglot, jpeg.length, script.length);
        store.put("raw/polyglot", polyglot);

        String full = new String(store.bytes(derived(judged("polyglot").full()).key()), StandardCharsets.ISO_8859_1);

        assertFalse(full.contains("<script>"));
    }

    @Test
    void shouldGoOnAfterADecoderWasKilled() throws Exception {
        store.put("raw/slow", TestPicture.encoded("png", 30, 20));
        store.put("raw/next", TestPicture.encoded("png", 30, 20));
        DecoderLimits seconds = new DecoderLimits(Duration.ofSeconds(60), 3, 2_500_000, 1024);
        DecoderCommand spinning = new DecoderCommand(Path.of("spin"), seconds, HostileDecoder.class, null);

        try (Decoders hostile = new Decoders(spinning)) {
            assertEquals("timed_out", judgedBy(job(hostile), "slow").code());
        }
        assertEquals("done", judged("next").state());
    }

    @Test
    void shouldDoNothingTwice() throws Exception {
        store.put("raw/twice", TestPicture.encoded("png", 8, 8));
        judged("twice");
        String before = store.text("results/twice.json");

        assertInstanceOf(Outcome.Skipped.class, run(job, "twice", "again"));
        assertEquals(before, store.text("results/twice.json"));
    }

    @Test
    void shouldJudgeAReplacedUploadAnew() throws Exception {
        store.put("raw/again", TestPicture.encoded("png", 8, 8));
        String first = judged("again").sourceEtag();
        store.put("raw/again", TestPicture.encoded("png", 9, 9));

        ImageResult result = judged("again");

        assertNotEquals(first, result.sourceEtag());
        assertEquals(9, result.width());
        assertEquals(result, JSON.readValue(store.text("results/again.json"), ImageResult.class));
    }

    @Test
    void shouldNotOverwriteAVerdictItHasNotRead() {
        Bucket.Text seen =
                bucket.replace("results/race.json", null, "{\"by\":1}").orElseThrow();

        assertTrue(bucket.replace("results/race.json", null, "{\"by\":2}").isEmpty(), "there is one already");
        assertTrue(bucket.replace("results/race.json", seen, "{\"by\":3}").isPresent());
        assertTrue(bucket.replace("results/race.json", seen, "{\"by\":4}").isEmpty(), "it has changed");
        assertEquals("{\"by\":3}", store.text("results/race.json"));
    }

    @Test
    void shouldSkipWhatIsNoUploadOrGone() throws Exception {
        for (String key : List.of("media/x/full.avif", "raw/", "raw/a/b", "raw/../x", "raw/gone")) {
            assertInstanceOf(Outcome.Skipped.class, job.run("d", new JobTrace(key, 0)), key);
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        store.put("raw/tidy", TestPicture.encoded("png", 8, 8));
        judged("tidy");

        decoders.close();
        try (var left = Files.newDirectoryStream(
                Path.of(System.getProperty("java.io.tmpdir")),
                "tertulia-image-" + ProcessHandle.current().pid() + "-*")) {
            assertFalse(left.iterator().hasNext(), "no working folder stays");
        }
        assertEquals(2, store.keys("media/tidy/").size());
    }

    private ImageResult judged(String id) throws Exception {
        return judgedBy(job, id);
    }

    private ImageResult judgedBy(ImageJob by, String id) throws Exception {
        Outcome outcome = run(by, id, "delivery-" + ++deliveries);
        Outcome.Judged judged = assertInstanceOf(Outcome.Judged.class, outcome, outcome::toString);
        assertEquals(judged.result(), JSON.readValue(store.text("results/" + id + ".json"), ImageResult.class));
        return judged.result();
    }

    private ImageJob job(Decoders by) {
        return new ImageJob(bucket, by, TestStore.LIMITS, CLOCK, TestStore.ASIDE);
    }

    private static Outcome run(ImageJob by, String id, String delivery) throws Exception {
        return by.run(delivery, new JobTrace("raw/" + id, 0));
    }

    private void assertRefused(String code, String id) throws Exception {
        ImageResult result = judged(id);
        assertEquals("rejected " + code, result.state() + ' ' + result.code(), id);
        assertEquals(List.of(), store.keys("media/" + id + "/"));
    }

    private void assertDerived(ImageResult.@Nullable Derived picture, int width, int height) {
        ImageResult.Derived there = derived(picture);
        assertEquals(List.of(width, height), List.of(there.width(), there.height()));
        byte[] bytes = store.bytes(there.key());
        assertEquals(there.size(), bytes.length);
        assertEquals(
                PictureFormat.AVIF, PictureFormat.of(Arrays.copyOf(bytes, 64)).orElseThrow());
    }

    private static ImageResult.Derived derived(ImageResult.@Nullable Derived picture) {
        assertNotNull(picture);
        return picture;
    }

    /** Encoding moves a colour by a few steps. */
    private static void assertColor(String expected, ImageResult result) {
        String actual = String.valueOf(result.dominantColor()).substring(1);
        for (int at = 0; at < 6; at += 2) {
            int distance = Integer.parseInt(expected.substring(at, at + 2), 16)
                    - Integer.parseInt(actual.substring(at, at + 2), 16);
            assertTrue(Math.abs(distance) < 12, actual);
        }
    }
}
