package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.image.ImageResult.Derived;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a picture, by what it is for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PurposeTest {
    private static final int LOSSLESS = 20_000;

    private TestStore store;
    private Bucket bucket;
    private Decoders decoders;
    private int uploads;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path library = VipsInstallation.library(Path.of(System.getenv("TERTULIA_VIPS_FOLDER")));
        store = new TestStore(folder);
        bucket = Bucket.of(store.settings());
        decoders = new Decoders(new DecoderCommand(library, DecoderLimits.STANDARD));
    }

    @AfterAll
    void stop() throws Exception {
        decoders.close();
        bucket.close();
        store.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "attachment, 2000, 1000, 1600x800, 320x160",
        "attachment, 100, 3000, 53x1600, 11x320",
        "avatar, 900, 600, 512x512, 128x128",
        "avatar, 600, 900, 512x512, 128x128",
        "icon, 100, 60, 60x60, 60x60",
        "banner, 3000, 1000, 1600x533, 320x107",
        "emoji, 400, 200, 256x128, -",
        "emoji, 3000, 100, 512x17, -",
        "emoji, 20, 20, 20x20, -",
        "nonsense, 400, 200, 400x200, 320x160",
    })
    void shouldFitAStillPicture(String purpose, int width, int height, String full, String thumb) throws Exception {
        ImageResult result = judged(purpose, TestPicture.encoded("png", width, height), 0);

        assertEquals("image/avif", derived(result.full()).mime());
        assertEquals(full, size(result.full()));
        assertEquals(thumb, size(result.thumb()));
        assertEquals(false, result.animated());
        assertEquals(28, String.valueOf(result.blurHash()).length());
    }

    @ParameterizedTest
    @CsvSource({
        "attachment, 800, 600, 5, 640x480, 320x240",
        "attachment, 300, 20, 300, 300x20, 300x20",
        "avatar, 300, 200, 5, 200x200, 128x128",
        "icon, 30, 70, 5, 30x30, 30x30",
        "banner, 800, 200, 5, 640x160, 320x80",
        "emoji, 300, 300, 5, 128x128, -",
    })
    void shouldKeepAnAnimationMoving(String purpose, int width, int height, int frames, String full, String thumb)
            throws Exception {
        ImageResult result = judged(purpose, TestPicture.film(width, height, frames), 0);

        assertEquals("image/webp", derived(result.full()).mime());
        assertEquals(full, size(result.full()));
        assertEquals(thumb, size(result.thumb()));
        assertEquals(true, result.animated());
        assertEquals(frames, result.frames());
        String bytes = new String(store.bytes(derived(result.full()).key()), StandardCharsets.ISO_8859_1);
        assertEquals(frames, bytes.split("ANMF", -1).length - 1);
        assertTrue(result.thumb() == null || result.thumb().mime().equals("image/avif"));
    }

    @Test
    void shouldShrinkALongAnimation() throws Exception {
        ImageResult result = judged("attachment", TestPicture.film(500, 500, 150), 0);

        Derived full = derived(result.full());
        assertTrue(full.width() > 250 && full.width() < 300, full::toString);
        assertEquals(150, result.frames());
    }

    @Test
    void shouldKeepEveryPixelOfASmallOriginalWhenTold() throws Exception {
        ImageResult small = judged("attachment", TestPicture.encoded("png", 300, 200), LOSSLESS);
        assertEquals("image/webp", derived(small.full()).mime());
        assertEquals(false, small.animated());
        assertTrue(derived(small.full()).size() <= LOSSLESS);

        byte[] photo = TestPicture.noise(300, 200);
        assertTrue(photo.length <= LOSSLESS, "as JPEG it is small");
        ImageResult grown = judged("attachment", photo, LOSSLESS);
        assertEquals("image/avif", derived(grown.full()).mime(), "without loss it is not");
        ImageResult scaled = judged("attachment", TestPicture.encoded("png", 2000, 100), LOSSLESS);
        assertEquals("image/avif", derived(scaled.full()).mime());
        assertNull(scaled.code());
    }

    private ImageResult judged(String purpose, byte[] picture, long losslessUpTo) throws Exception {
        String id = "p" + ++uploads;
        store.put("raw/" + id, picture, Map.of("purpose", purpose));
        JobLimits limits = new JobLimits(8 << 20, losslessUpTo, 3, Duration.ofSeconds(30));
        var outcome = new ImageJob(bucket, decoders, limits, Clock.systemUTC(), TestStore.ASIDE)
                .run("d", new JobTrace("raw/" + id, 0));
        ImageResult result = assertInstanceOf(ImageJob.Outcome.Judged.class, outcome, outcome::toString)
                .result();
        assertEquals("done", result.state(), result::toString);
        return result;
    }

    private static String size(@Nullable Derived picture) {
        return picture == null ? "-" : picture.width() + "x" + picture.height();
    }

    private static Derived derived(@Nullable Derived picture) {
        assertNotNull(picture);
        return picture;
    }
}
