package chat.tertulia.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.rtp.Verdict;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpTest {
    private final RtcpView view = new RtcpView();
    private final RtcpWriter writer = new RtcpWriter();

    @ParameterizedTest
    @CsvSource({
        "TOO_SHORT, 80c9",
        "WRONG_VERSION, 40c9000100000001",
        "BAD_LENGTH, 80c9000200000001",
        "TOO_SHORT, 80c900010000000180c9",
        "BAD_LENGTH, 80c900010000000180c9ffff",
        "WELL_FORMED, 80c9000100000001",
        "WELL_FORMED, 80cb0000",
    })
    void shouldJudgeCompounds(Verdict verdict, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(verdict, view.wrap(bytes, 0, bytes.length));
    }

    @Test
    void shouldReadWhatItWrote() {
        writer.begin(new byte[RtcpWriter.MAX_BYTES]);
        writer.receiverReport(7);
        writer.reportBlock(new ReportBlock(0x80000001, 12, -3, 0x12345, 9, 0xabcdef01, 65_536));
        writer.sourceDescription(7, RtcpWriter.cname("tertulia"));
        writer.senderReport(8, 0x1122334455667788L, 99, 3, 4);
        writer.pictureLoss(7, 0x42);
        assertEquals(Verdict.WELL_FORMED, view.wrap(writer.array(), 0, writer.length()));
        assertTrue(view.next());
        assertEquals(RtcpView.RECEIVER_REPORT, view.type());
        assertEquals(1, view.reports());
        assertEquals(0x80000001, view.reportedSsrc(0));
        assertEquals(12, view.fractionLost(0));
        assertEquals(-3, view.cumulativeLost(0));
        assertEquals(0xabcdef01, view.lastSenderReport(0));
        assertEquals(65_536, view.delaySinceLastSenderReport(0));
        assertTrue(view.next());
        assertEquals(RtcpView.SOURCE_DESCRIPTION, view.type());
        assertTrue(view.next());
        assertTrue(view.isSenderReport());
        assertEquals(0x1122334455667788L, view.ntp());
        assertEquals(99, view.rtpTimestamp());
        assertTrue(view.next());
        assertTrue(view.isFeedback());
        assertEquals(RtcpView.PLI, view.count());
        assertEquals(0x42, view.mediaSsrc());
        assertFalse(view.next());
    }

    @Test
    void shouldPackNacksAndReadThemBack() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            TreeSet<Integer> wanted = new TreeSet<>();
            int base = 0xfff0;
            for (int i = 0; i < 40; i++) {
                wanted.add(base + random.nextInt(120));
            }
            int[] sequences = wanted.stream().mapToInt(s -> s & 0xffff).toArray();
            writer.begin(new byte[RtcpWriter.MAX_BYTES]);
            assertEquals(sequences.length, writer.nack(1, 2, sequences, sequences.length));
            assertEquals(Verdict.WELL_FORMED, view.wrap(writer.array(), 0, writer.length()));
            assertTrue(view.next());
            TreeSet<Integer> read = new TreeSet<>();
            for (int i = 0; i < view.nackItems(); i++) {
                read.add(unwrap(view.nackPacketId(i)));
                for (int bit = 0; bit < 16; bit++) {
                    if ((view.nackMask(i) & (1 << bit)) != 0) {
                        read.add(unwrap((view.nackPacketId(i) + 1 + bit) & 0xffff));
                    }
                }
            }
            assertEquals(wanted, read, "seed 3, round " + round);
        }
    }

    private static int unwrap(int sequence) {
        return sequence < 0x8000 ? sequence + 0x1_0000 : sequence;
    }

    @Test
    void shouldReadRemb() {
        byte[] bytes = HexFormat.of().parseHex("8fce0005000000010000000052454d42010bffff00004444");
        view.wrap(bytes, 0, bytes.length);
        assertTrue(view.next());
        assertEquals(0x3ffffL << 2, view.rembBitrate());
        bytes[12] = 'X';
        assertEquals(-1, view.rembBitrate());
    }

    @Test
    void shouldBelieveNoCountThatTheLengthDoesNotBear() {
        byte[] bytes = HexFormat.of().parseHex("9fc9000100000001");
        view.wrap(bytes, 0, bytes.length);
        assertTrue(view.next());
        assertEquals(0, view.reports());
    }
}
