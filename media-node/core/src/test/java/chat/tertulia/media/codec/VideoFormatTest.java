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
        "VP9, a881010005, lowest spatial layer, true",
        "VP9, a881010205, second spatial layer, false",
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
        assertEquals(starts, read(format, bytes).keyframe(), what);
    }

    private static FrameFacts read(VideoFormat format, byte[] bytes) {
        FrameFacts facts = new FrameFacts();
        facts.clear();
        format.read(bytes, 0, bytes.length, facts);
        return facts;
    }

    @Test
    void shouldNeverThrow() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            assertDoesNotThrow(
                    () -> {
                        for (VideoFormat format : VideoFormat.values()) {
                            PictureIds ids = read(format, bytes).ids();
                            ids.overwrite(bytes.clone(), 0, 0x7fff, 0xff);
                            assertTrue(ids.prefixBytes() <= bytes.length);
                        }
                    },
                    () -> "seed 5, " + HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void shouldRewriteBothWidthsOfPictureIds() {
        byte[] wide = HexFormat.of().parseHex("90e0ffff09c001");
        FrameFacts facts = read(VideoFormat.VP8, wide);
        assertEquals(0x7fff, facts.ids().pictureId());
        assertEquals(9, facts.ids().tl0());
        assertEquals(3, facts.temporal());
        assertEquals(5, facts.ids().prefixBytes());
        facts.ids().overwrite(wide, 0, 0x1234, 0x56);
        assertArrayEquals(HexFormat.of().parseHex("90e0923456c001"), wide);
        byte[] narrow = HexFormat.of().parseHex("908005aa");
        facts = read(VideoFormat.VP8, narrow);
        assertEquals(5, facts.ids().pictureId());
        assertFalse(facts.ids().hasTl0());
        facts.ids().overwrite(narrow, 0, 0x7f, 1);
        assertArrayEquals(HexFormat.of().parseHex("90807faa"), narrow);
        assertFalse(read(VideoFormat.VP8, HexFormat.of().parseHex("9080")).ids().hasPictureId(), "cut off");
    }

    @Test
    void shouldReadTheSyncBitOfVp8() {
        FrameFacts facts = read(VideoFormat.VP8, HexFormat.of().parseHex("90e08001056001"));
        assertEquals(1, facts.temporal());
        assertTrue(facts.switchUp());
        assertTrue(facts.starts());
        assertFalse(facts.keyframe());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "4142, a slice that others need, 0, false",
        "0142, a slice that none needs, 1, true",
        "1c81, first fragment of one that none needs, 1, true",
        "0605, supplemental information belongs to any frame, 0, false",
        "6e402040, prefix of temporal layer 2, 2, false",
        "78 0004 6e402040 0002 4142, prefix and slice together, 2, false",
        "18 0002 0142 0002 0142, aggregate that none needs, 1, true",
    })
    void shouldReadTemporalLayersOfH264(String hex, String what, int temporal, boolean switchUp) {
        FrameFacts facts = read(VideoFormat.H264, HexFormat.of().parseHex(hex.replace(" ", "")));
        assertEquals(temporal, facts.temporal(), what);
        assertEquals(switchUp, facts.switchUp(), what);
    }
}
