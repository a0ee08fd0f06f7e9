package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.stats.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AudioForwardingTest {
    private static final int RED = 63;
    private static final int OUT_RED = 70;
    private static final List<HeaderExtension> LEVEL =
            List.of(new HeaderExtension(TestRoom.LEVEL, Extensions.AUDIO_LEVEL_URI));

    private final TestRoom room = new TestRoom(9);

    private int microphone(String id, @Nullable String source) {
        int handle = room.open(id);
        room.done(new ConfigureReceive(
                1,
                "room",
                id,
                LEVEL,
                List.of(new ReceiveSection(
                        "a",
                        "mic-" + id,
                        MediaKind.AUDIO,
                        List.of(new Codec(RED, "red", 48_000, -1, "111/111"), new Codec(111, "opus", 48_000, -1, "")),
                        List.of(),
                        List.of(),
                        source))));
        return handle;
    }

    private void listen(String id, List<String> speakers, Codec... codecs) {
        List<SendSection> sections = new ArrayList<>();
        for (int i = 0; i < speakers.size(); i++) {
            sections.add(
                    new SendSection("m" + i, "mic-" + speakers.get(i), MediaKind.AUDIO, List.of(codecs), 1000 + i, 0));
        }
        room.done(new ConfigureSend(2, "room", id, LEVEL, sections));
    }

    private static Codec opus(int type) {
        return new Codec(type, "opus", 48_000, -1, "");
    }

    @Test
    void shouldHandRedOnWholeOrItsPrimaryBlockAlone() {
        int alice = microphone("carol", null);
        int modern = room.open("modern");
        int plain = room.open("plain");
        listen("modern", List.of("carol"), opus(77), new Codec(OUT_RED, "red", 48_000, -1, "77/77"));
        listen("plain", List.of("carol"), opus(88));
        byte[] red = HexFormat.of().parseHex("ef0f0002" + "6f" + "1111" + "aabbcc");
        room.receive(alice, new TestPacket(RED, 5).sequence(1).payload(red).bytes());
        List<TestRoom.Sent> sent = room.takeRtp();
        assertEquals(2, sent.size());
        for (TestRoom.Sent each : sent) {
            boolean whole = each.transport() == modern;
            assertTrue(whole || each.transport() == plain);
            assertEquals(whole ? OUT_RED : 88, each.rtp().payloadType());
            String payload = whole ? "cd0f0002" + "4d" + "1111" + "aabbcc" : "aabbcc";
            assertArrayEquals(HexFormat.of().parseHex(payload), payload(each.rtp()));
        }
    }

    private static byte[] payload(RtpView rtp) {
        int from = rtp.start() + rtp.payloadOffset();
        return Arrays.copyOfRange(rtp.array(), from, from + rtp.payloadLength());
    }

    @Test
    void shouldCountRedThatLies() {
        int alice = microphone("carol", null);
        room.open("plain");
        listen("plain", List.of("carol"), opus(88));
        room.receive(
                alice,
                new TestPacket(RED, 5)
                        .payload(HexFormat.of().parseHex("ef0f03ff6f11"))
                        .bytes());
        assertEquals(0, room.takeRtp().size());
        assertEquals(1, room.room.stats().dropped(DropReason.MALFORMED));
    }

    @Test
    void shouldTakeDiscontinuousTransmissionForNoLoss() {
        int alice = microphone("carol", null);
        room.open("plain");
        listen("plain", List.of("carol"), opus(88));
        List<TestRoom.Sent> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            // Comfort noise each 400 ms.
            room.passMs(400);
            room.receive(
                    alice,
                    new TestPacket(111, 5).sequence(i).timestamp(i * 19_200).bytes());
            sent.addAll(room.takeRtp());
        }
        assertEquals(10, sent.size());
        assertEquals(0, room.room.stats().nacksOut());
        for (int i = 1; i < 10; i++) {
            RtpView before = sent.get(i - 1).rtp();
            RtpView after = sent.get(i).rtp();
            assertEquals((before.sequence() + 1) & 0xffff, after.sequence());
            assertEquals(19_200, after.timestamp() - before.timestamp());
        }
    }

    /** Fifty people with open microphones; at each time one of them talks. */
    @Test
    void shouldForwardOnlyTheLoudestOfFifty() {
        int people = 50;
        List<String> names = new ArrayList<>();
        int[] handles = new int[people];
        for (int i = 0; i < people; i++) {
            names.add("p" + i);
            handles[i] = microphone("p" + i, null);
        }
        int screen = microphone("screen", ReceiveSection.SCREEN_SHARE_AUDIO);
        names.add("screen");
        room.open("ear");
        listen("ear", names, opus(88));
        Map<Integer, Integer> last = new HashMap<>();
        for (int turn = 0; turn < 200; turn++) {
            int talker = turn / 40;
            for (int i = 0; i < people; i++) {
                room.receive(handles[i], sound(i, turn, i == 30 + talker ? 20 : 80));
            }
            room.receive(screen, sound(99, turn, 127));
            room.passMs(20);
            List<TestRoom.Sent> sent = room.takeRtp();
            int replaced = turn % 40 == 0 ? 1 : 0;
            assertTrue(
                    sent.size() >= 5 && sent.size() <= 5 + replaced, "four microphones and the screen at turn " + turn);
            assertTrue(carries(sent, 1000 + people), "the screen is always heard");
            if (turn % 40 >= 2) {
                assertTrue(carries(sent, 1030 + talker), "who talks is heard at turn " + turn);
            }
            for (TestRoom.Sent each : sent) {
                RtpView rtp = each.rtp();
                Integer before = last.put(rtp.ssrc(), rtp.sequence());
                assertTrue(before == null || ((before + 1) & 0xffff) == rtp.sequence(), "numbers are closed");
            }
        }
    }

    private static boolean carries(List<TestRoom.Sent> sent, int ssrc) {
        return sent.stream().anyMatch(each -> each.rtp().ssrc() == ssrc);
    }

    private static byte[] sound(int ssrc, int turn, int level) {
        return new TestPacket(111, 500 + ssrc)
                .sequence(turn)
                .timestamp(turn * 960)
                .element(TestRoom.LEVEL, (byte) level)
                .bytes();
    }

    @Test
    void shouldGiveAMutedOnesPlaceAway() {
        int[] handles = new int[5];
        List<String> names = List.of("v", "w", "x", "y", "z");
        for (int i = 0; i < 5; i++) {
            handles[i] = microphone(names.get(i), null);
        }
        room.open("ear");
        listen("ear", names, opus(88));
        for (int i = 0; i < 5; i++) {
            room.receive(handles[i], sound(i, 0, 20));
        }
        assertEquals(4, room.takeRtp().size(), "the fifth is not louder than the others");
        room.done(new chat.tertulia.control.Command.MuteTrack(3, "room", "mic-v", true));
        room.receive(handles[4], sound(4, 1, 20));
        assertEquals(1, room.takeRtp().size());
    }
}
