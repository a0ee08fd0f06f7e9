package chat.tertulia.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoFormatTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "VP8, 1000, keyframe without extension, true",
        "VP8, 1001, delta frame, false",
        "VP8, 0000, middle of a frame, false",
        "VP8, 1100, another partition, false",
        "VP8, 90e08001050000, all fields and a keyframe, true",
        "VP8, 90e08001050001, all fields and a delta, false",
        "VP8, 90e0800105, cut off, false",
        "VP9, 08, start of a frame not predicted, true",
        "VP9, 48, predicted, false",
        "VP9, 00, not the start, false",
        "VP9, a8810100, lowest spatial layer, true",
        "VP9, a8810102, second spatial layer, false",
        "VP9, a881, cut off, false",
        "H264, 6742, SPS, true",
        "H264, 65aa, IDR, true",
        "H264, 41aa, slice, false",
        "H264, 18000167000168, aggregate with SPS, true",
        "H264, 180001410001 41, aggregate of slices, false",
        "H264, 7c85, first fragment of IDR, true",
        "H264, 7c05, later fragment of IDR, false",
        "H264, 7c, cut off, false",
        "AV1, 18, new coded sequence, true",
        "AV1, 10, no new sequence, false",
        "AV1, 98, continuation, false",
        "OPAQUE, 00, anything, true",
    })
    void shouldKnowWhereAKeyframeStarts(VideoFormat format, String hex, String what, boolean starts) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(starts, format.startsKeyframe(bytes, 0, bytes.length), what);
    }

    @Test
    void shouldNeverThrow() {
        SplittableRandom random = new SplittableRandom(5);
        Vp8Descriptor descriptor = new Vp8Descriptor();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertDoesNotThrow(
                    () -> {
                        for (VideoFormat format : VideoFormat.values()) {
                            format.startsKeyframe(bytes, 0, bytes.length);
                        }
                        if (descriptor.parse(bytes, 0, bytes.length)) {
                            descriptor.overwrite(bytes, 0, 0x7fff, 0xff);
                        }
                    },
                    () -> "seed 5, " + HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void shouldRewriteBothWidthsOfPictureIds() {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        byte[] wide = HexFormat.of().parseHex("90e0ffff09c001");
        assertTrue(descriptor.parse(wide, 0, wide.length));
        assertEquals(0x7fff, descriptor.pictureId());
        assertEquals(9, descriptor.tl0());
        assertEquals(3, descriptor.temporalLayer());
        descriptor.overwrite(wide, 0, 0x1234, 0x56);
        assertArrayEquals(HexFormat.of().parseHex("90e0923456c001"), wide);
        byte[] narrow = HexFormat.of().parseHex("908005aa");
        assertTrue(descriptor.parse(narrow, 0, narrow.length));
        assertEquals(5, descriptor.pictureId());
        assertFalse(descriptor.hasTl0());
        descriptor.overwrite(narrow, 0, 0x7f, 1);
        assertArrayEquals(HexFormat.of().parseHex("90807faa"), narrow);
        assertFalse(descriptor.parse(narrow, 0, 2), "cut off");
        assertFalse(descriptor.hasPictureId());
    }
}
