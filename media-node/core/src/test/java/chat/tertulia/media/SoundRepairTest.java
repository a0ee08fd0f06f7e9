package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.media.rtcp.ReportBlock;
import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done about lost sound, towards receivers and from publishers. */
class SoundRepairTest {
    private static final int RED = 63;
    private static final int OUT_OPUS = 77;
    private static final int OUT_RED = 78;
    private static final int OUT = 0x4000;

    private final TestRoom room = new TestRoom(4);

    SoundRepairTest() {
        Codec opus = new Codec(111, "opus", 48_000, -1, "");
        Codec red = new Codec(RED, "red", 48_000, -1, "111/111");
        room.done(new ConfigureReceive(
                1,
                "room",
                "alice",
                List.of(),
                List.of(new ReceiveSection("a", "mic", MediaKind.AUDIO, List.of(red, opus), List.of(), List.of()))));
    }

    private void listen(Codec... codecs) {
        room.done(new ConfigureSend(
                2,
                "room",
                "bob",
                List.of(),
                List.of(new SendSection("0", "mic", MediaKind.AUDIO, List.of(codecs), OUT, 0))));
    }

    private static Codec opus() {
        return new Codec(OUT_OPUS, "opus", 48_000, -1, "");
    }

    private static Codec red() {
        return new Codec(OUT_RED, "red", 48_000, -1, "77/77");
    }

    /** A packet whose sound is its number, twice. */
    private void sound(int number) {
        room.receive(
                new TestPacket(111, 5).sequence(number).timestamp(number * 960).payload(new byte[] {
                    (byte) number, (byte) number
                }));
    }

    private void redundantSound(int number) {
        room.receive(new TestPacket(RED, 5)
                .sequence(number)
                .timestamp(number * 960)
                .payload(HexFormat.of()
                        .parseHex("ef0f0002" + "6f" + hex(number - 1) + hex(number - 1) + hex(number) + hex(number))));
    }

    private static String hex(int number) {
        return HexFormat.of().toHexDigits((byte) number);
    }

    private void ask(int... sequences) {
        RtcpWriter writer = new RtcpWriter();
        writer.begin(new byte[400]);
        assertEquals(sequences.length, writer.nack(1, OUT, sequences, sequences.length));
        room.receive(room.receiver, Arrays.copyOf(writer.array(), writer.length()));
    }

    private void tellLoss(double part) {
        for (int i = 0; i < 8; i++) {
            RtcpWriter writer = new RtcpWriter();
            writer.begin(new byte[400]);
            writer.receiverReport(1);
            writer.reportBlock(new ReportBlock(OUT, (int) (part * 256), 0, 0, 0, 0, 0));
            room.receive(room.receiver, Arrays.copyOf(writer.array(), writer.length()));
            room.passMs(500);
        }
        room.takeRtp();
    }

    private static byte[] payload(RtpView rtp) {
        int from = rtp.start() + rtp.payloadOffset();
        return Arrays.copyOfRange(rtp.array(), from, from + rtp.payloadLength());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void shouldSendSoundAgainAsItWas() {
        listen(opus());
        sound(1);
        ask(room.takeRtp().getFirst().rtp().sequence());
        assertEquals(0, room.takeRtp().size(), "nothing was kept before somebody asked");
        sound(2);
        byte[] original = room.takeRtp().getFirst().packet();
        int sequence = ((original[2] & 0xff) << 8) | (original[3] & 0xff);
        ask(sequence);
        assertEquals(0, room.takeRtp().size(), "it may still be on its way");
        for (int i = 0; i < 10; i++) {
            room.passMs(20);
            sound(3 + i);
            room.takeRtp();
            ask(sequence);
            List<TestRoom.Sent> again = room.takeRtp();
            assertEquals(i < 6 ? 1 : 0, again.size(), "not for ever");
            if (i < 6) {
                assertArrayEquals(original, again.getFirst().packet());
            }
        }
        assertEquals(6, room.room.stats().resent());
    }

    @Test
    void shouldNotSendAgainWhatIsTooOldToBePlayed() {
        listen(opus());
        ask(1);
        sound(1);
        int sequence = room.takeRtp().getFirst().rtp().sequence();
        room.passMs(700);
        ask(sequence);
        assertEquals(0, room.takeRtp().size());
    }

    @Test
    void shouldSayEarlierSoundAgainToWhoLosesPackets() {
        listen(opus(), red());
        tellLoss(0.2);
        for (int number = 1; number <= 5; number++) {
            sound(number);
        }
        RtpView last = room.takeRtp().getLast().rtp();
        assertEquals(OUT_RED, last.payloadType());
        assertArrayEquals(
                bytes("cd2d0002" + "cd1e0002" + "cd0f0002" + "4d" + "0202" + "0303" + "0404" + "0505"), payload(last));
    }

    @Test
    void shouldMakeTheSameOfSoundThatCameRedundant() {
        listen(opus(), red());
        tellLoss(0.2);
        for (int number = 1; number <= 5; number++) {
            redundantSound(number);
        }
        assertArrayEquals(
                bytes("cd2d0002" + "cd1e0002" + "cd0f0002" + "4d" + "0202" + "0303" + "0404" + "0505"),
                payload(room.takeRtp().getLast().rtp()));
    }

    @Test
    void shouldSayNothingAgainToWhoDoesNotKnowRed() {
        listen(opus());
        tellLoss(0.2);
        sound(1);
        sound(2);
        RtpView last = room.takeRtp().getLast().rtp();
        assertEquals(OUT_OPUS, last.payloadType());
        assertArrayEquals(bytes("0202"), payload(last));
    }

    @Test
    void shouldSayNothingAgainThatWasNotSent() {
        listen(opus(), red());
        tellLoss(0.2);
        sound(1);
        room.done(new chat.tertulia.control.Command.MuteTrack(3, "room", "mic", true));
        sound(2);
        room.done(new chat.tertulia.control.Command.MuteTrack(4, "room", "mic", false));
        sound(3);
        assertArrayEquals(
                bytes("0303"), payload(room.takeRtp().getLast().rtp()), "what was said while muted is secret");
    }

    @Test
    void shouldFillAHoleFromTheNextPacket() {
        listen(opus());
        redundantSound(1);
        redundantSound(2);
        redundantSound(4);
        List<TestRoom.Sent> sent = room.takeRtp();
        assertEquals(4, sent.size());
        assertArrayEquals(bytes("0303"), payload(sent.get(2).rtp()));
        assertEquals(
                (sent.get(1).rtp().sequence() + 1) & 0xffff, sent.get(2).rtp().sequence());
        assertEquals(960, sent.get(2).rtp().timestamp() - sent.get(1).rtp().timestamp());
        assertEquals(1, room.room.stats().repaired());
        room.passMs(300);
        assertEquals(0, room.room.stats().nacksOut(), "it need not be asked for");
    }

    @Test
    void shouldFillNoHoleWithWhatIsNoSound() {
        listen(opus());
        redundantSound(1);
        // RFC 2198 lets a block have any payload type; redundancy in redundancy is not sound.
        room.receive(new TestPacket(RED, 5)
                .sequence(3)
                .timestamp(3 * 960)
                .payload(HexFormat.of().parseHex("bf0f0002" + "6f" + "0202" + "0303")));
        assertEquals(0, room.room.stats().repaired());
        assertEquals(2, room.takeRtp().size());
    }

    @Test
    void shouldAskForLostSoundAtOnceAndNotForEver() {
        listen(opus());
        sound(1);
        sound(3);
        room.passMs(10);
        assertEquals(1, asked(2), "as soon as it may not just be late");
        room.passMs(1000);
        assertEquals(8, room.room.stats().nacksOut());
        sound(2);
        assertEquals(3, room.takeRtp().size(), "late is better than never");
    }

    private int asked(int sequence) {
        RtcpView view = new RtcpView();
        int count = 0;
        for (TestRoom.Sent sent : room.sent) {
            if (!sent.rtcp() || view.wrap(sent.packet(), 0, sent.packet().length) != Verdict.WELL_FORMED) {
                continue;
            }
            while (view.next()) {
                boolean nack = view.type() == RtcpView.TRANSPORT_FEEDBACK && view.count() == RtcpView.NACK;
                count += nack && view.nackPacketId(0) == sequence ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void shouldNotAskForSoundThatNobodyMayHear() {
        listen(opus());
        room.done(new chat.tertulia.control.Command.MuteTrack(3, "room", "mic", true));
        sound(1);
        sound(3);
        room.passMs(300);
        assertEquals(0, room.room.stats().nacksOut());
        assertTrue(room.takeRtp().isEmpty());
    }
}
