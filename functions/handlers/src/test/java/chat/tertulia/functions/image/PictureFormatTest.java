package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFormatTest {
    @ParameterizedTest
    @CsvSource({
        "GIF87a, GIF",
        "GIF89a, GIF",
        "RIFF0000WEBPVP8, WEBP",
        "00002ftypavif0000mif1, AVIF",
        "00002ftypmif10000avif, AVIF",
        "00002ftypheic0000mif1, HEIC",
    })
    void shouldKnowByMagic(String head, PictureFormat format) {
        assertEquals(Optional.of(format), PictureFormat.of(box(head)));
    }

    @ParameterizedTest
    @CsvSource({"<svg>", "GIF88a", "RIFF0000WAVE", "%PDF-1.7", "00002ftypisom0000mp42", "''", "MM"})
    void shouldRefuseTheRest(String head) {
        assertTrue(PictureFormat.of(box(head)).isEmpty(), head);
    }

    @Test
    void shouldLookAtBrandsWithinTheBoxOnly() {
        byte[] head = box("00002ftypisom0000mp42avif");
        head[3] = 20;

        assertTrue(PictureFormat.of(head).isEmpty());
    }

    @Test
    void shouldSurviveAnything() {
        SplittableRandom random = new SplittableRandom(20260101);
        for (int round = 0; round < 20_000; round++) {
            byte[] head = new byte[random.nextInt(PictureFormat.MAGIC_LENGTH)];
            random.nextBytes(head);
            if (head.length > 8 && round % 2 == 0) {
                System.arraycopy("ftyp".getBytes(StandardCharsets.ISO_8859_1), 0, head, 4, 4);
            }
            assertTrue(PictureFormat.of(head).map(Enum::name).orElse("none").length() > 2);
        }
    }

    /** A leading 00002 stands for the length of the box, three bytes of zero and one of 32. */
    private static byte[] box(String head) {
        return head.startsWith("00002")
                ? ("\0\0\0 " + head.substring(5)).getBytes(StandardCharsets.ISO_8859_1)
                : head.getBytes(StandardCharsets.ISO_8859_1);
    }
}
