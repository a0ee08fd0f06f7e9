package chat.tertulia.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpViewTest {
    private static final String FIXED = "0001" + "00000002" + "00000003";
    private final RtpView view = new RtpView();

    @ParameterizedTest
    @CsvSource({
        "TOO_SHORT, 806000",
        "TOO_SHORT, ''",
        "TOO_SHORT, 8060000100000002000000",
        "WRONG_VERSION, 406000010000000200000003",
        "TOO_SHORT, 836000010000000200000003aaaaaaaa",
        "BAD_EXTENSION, 906000010000000200000003bede",
        "BAD_EXTENSION, 906000010000000200000003bede000210aa0000",
        "BAD_EXTENSION, 906000010000000200000003bede000110aa1faa",
        "BAD_EXTENSION, 90600001000000020000000310000001010500aa",
        "BAD_EXTENSION, 90600001000000020000000310000001010000aa",
        "BAD_PADDING, a06000010000000200000003",
        "BAD_PADDING, a060000100000002000000030000",
        "BAD_PADDING, a060000100000002000000030005",
        "WELL_FORMED, a060000100000002000000030002",
        "WELL_FORMED, 806000010000000200000003",
    })
    void shouldJudgePackets(Verdict verdict, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(verdict, view.wrap(bytes, 0, bytes.length));
    }

    @Test
    void shouldReadTheFixedHeaderAndTheOneByteElements() {
        byte[] bytes = HexFormat.of()
                .parseHex("ffff" + "91e0" + FIXED + "0000000c" + "bede0002" + "10612201020300f0" + "aabb");
        assertEquals(Verdict.WELL_FORMED, view.wrap(bytes, 2, bytes.length - 2));
        assertTrue(view.marker());
        assertEquals(96, view.payloadType());
        assertEquals(1, view.sequence());
        assertEquals(2, view.timestamp());
        assertEquals(3, view.ssrc());
        assertEquals(2, view.payloadLength());
        assertEquals(28, view.payloadOffset());
        assertEquals(2, view.elements(), "id 15 ends the block");
        assertEquals(1, view.elementId(0));
        assertEquals('a', bytes[2 + view.elementOffset(0)]);
        assertEquals(2, view.elementId(1));
        assertEquals(3, view.elementLength(1));
    }

    @Test
    void shouldReadTwoByteElementsAlsoEmptyOnes() {
        byte[] bytes = HexFormat.of().parseHex("9060" + FIXED + "10000002" + "2000" + "0021020708" + "00");
        assertEquals(Verdict.WELL_FORMED, view.wrap(bytes, 0, bytes.length));
        assertEquals(2, view.elements());
        assertEquals(0x20, view.elementId(0));
        assertEquals(0, view.elementLength(0));
        assertEquals(0x21, view.elementId(1));
        assertEquals(2, view.elementLength(1));
        assertEquals(0, view.payloadLength());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveOffsetsInsideThePacketForAnyBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 13) {
                bytes[0] = (byte) (0x90 | (bytes[0] & 0x21));
                bytes[12] = (byte) 0xbe;
                bytes[13] = (byte) 0xde;
            }
            if (view.wrap(bytes, 0, bytes.length) == Verdict.WELL_FORMED) {
                assertTrue(view.payloadOffset() + view.payloadLength() <= bytes.length, "seed " + seed);
                for (int e = 0; e < view.elements(); e++) {
                    assertTrue(view.elementOffset(e) + view.elementLength(e) <= view.payloadOffset(), "seed " + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"806f, RTP", "80c8, RTCP", "80ce, RTCP", "80df, RTCP", "80e0, RTP", "0001, NEITHER", "80, NEITHER"})
    void shouldTellRtpFromRtcp(String hex, PacketKind kind) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(kind, PacketKind.of(bytes, 0, bytes.length));
    }

    @Test
    void shouldUnwrapAcrossTheWrapBothWays() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        long first = unwrapper.unwrap(0xfffe);
        assertEquals(first + 3, unwrapper.unwrap(1));
        assertEquals(first + 1, unwrapper.unwrap(0xffff));
        assertEquals(first + 2, SequenceUnwrapper.near(first, 0));
    }
}
