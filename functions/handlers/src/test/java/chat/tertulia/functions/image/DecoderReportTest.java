package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.image.DecoderReport.Decoded;
import chat.tertulia.functions.image.DecoderReport.Refused;
import chat.tertulia.functions.image.DecoderReport.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderReportTest {
    @Test
    void shouldComeBackAsItWent() {
        Decoded decoded = new Decoded(
                new Size(4000, 3000),
                new Size(1600, 1200),
                true,
                new Size(320, 240),
                1,
                "#00ff7f",
                "LEHV6nWB2yk8pyo0adR*");
        Decoded emoji = new Decoded(new Size(9, 8), new Size(9, 8), false, null, 7, "#00ff7f", "0:=?@[");

        assertEquals(decoded, DecoderReport.parse(decoded.line()).orElseThrow());
        assertEquals(emoji, DecoderReport.parse(emoji.line()).orElseThrow());
    }

    @Test
    void shouldKeepARefusalOnOneLine() {
        String line = new Refused(RejectionCode.CORRUPT, "two\nlines  of text").line();

        assertEquals("refused CORRUPT two lines of text", line);
        Refused refused =
                assertInstanceOf(Refused.class, DecoderReport.parse(line).orElseThrow());
        assertEquals(RejectionCode.CORRUPT, refused.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ready",
                "decoded",
                "decoded 1x2 3x4 avif 5x6 1 #000000",
                "decoded 1x2 3x4 avif 5x6 1 red 000000",
                "decoded 0x2 3x4 avif 5x6 1 #000000 000000",
                "decoded 1x2 3x4 html 5x6 1 #000000 000000",
                "decoded 1x2 3x4 avif 5x6 0 #000000 000000",
                "decoded 1x2 3x4 avif 5x99999999999 1 #000000 000000",
                "decoded 1x2 3x4 avif 5x6 1 #000000 0000\"0",
                "decoded 1x2 3x4 avif 5x6 1 #000000 000000 more",
                "refused",
                "refused BORED"
            })
    void shouldRefuseWhatNoDecoderWrites(String line) {
        assertTrue(DecoderReport.parse(line).isEmpty());
    }
}
