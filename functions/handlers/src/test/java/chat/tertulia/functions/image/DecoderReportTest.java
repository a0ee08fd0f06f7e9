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
        Decoded decoded = new Decoded(new Size(4000, 3000), new Size(1600, 1200), new Size(320, 240), "#00ff7f");

        assertEquals(decoded, DecoderReport.parse(decoded.line()).orElseThrow());
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
                "decoded 1 2 3 4 5 6",
                "decoded 1 2 3 4 5 6 red",
                "decoded 0 2 3 4 5 6 #000000",
                "decoded 1 2 3 4 5 99999999999 #000000",
                "decoded 1 2 3 4 5 6 #000000 more",
                "refused",
                "refused BORED"
            })
    void shouldRefuseWhatNoDecoderWrites(String line) {
        assertTrue(DecoderReport.parse(line).isEmpty());
    }
}
