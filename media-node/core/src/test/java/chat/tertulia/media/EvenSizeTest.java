package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.media.rtp.RtpView;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets of a burst that differ by one byte leave equally long; no other packet is changed. */
class EvenSizeTest {
    private final TestRoom room = new TestRoom(1);
    private int sequence = 100;

    /** Hands in video payloads of these sizes at once and returns the sizes that leave. */
    private int[] sizes(int... payloads) {
        for (int payload : payloads) {
            byte[] packet = video(sequence++, payload).bytes();
            room.room.receive(room.publisher, packet, 0, packet.length, room.nowNs);
        }
        room.room.drain(room);
        List<TestRoom.Sent> sent = room.takeRtp();
        int[] sizes = sent.stream().mapToInt(packet -> packet.packet().length).toArray();
        for (int i = 0; i < sizes.length; i++) {
            assertEquals(payloads[i], sent.get(i).rtp().payloadLength(), "what the receiver gets is what was sent");
        }
        int header = sizes.length == 0 ? 0 : sent.getFirst().rtp().payloadOffset();
        return Arrays.stream(sizes).map(size -> size - header).toArray();
    }

    private static TestPacket video(int sequence, int payload) {
        byte[] bytes = new byte[payload];
        byte[] start = {(byte) 0x90, (byte) 0xe0, (byte) 0x80, 7, 3, 0, 0, 0x55};
        System.arraycopy(start, 0, bytes, 0, Math.min(payload, start.length));
        return new TestPacket(TestRoom.VP8, 7)
                .sequence(sequence)
                .payload(bytes)
                .element(TestRoom.MID, "v")
                .element(TestRoom.RID, "q");
    }

    private void start() {
        room.publish("q");
        room.subscribe("bob", "cam");
        assertArrayEquals(new int[] {500}, sizes(500));
    }

    @Test
    void shouldEvenOutAFrame() {
        start();
        assertArrayEquals(new int[] {801, 801, 801, 801}, sizes(800, 800, 801, 801));
    }

    @Test
    void shouldLeaveTheLastOfARunAsItIs() {
        start();
        assertArrayEquals(new int[] {801, 800}, sizes(801, 800));
        assertArrayEquals(new int[] {700, 700, 700}, sizes(700, 700, 700));
    }

    @Test
    void shouldNotPadWhatDiffersByMore() {
        start();
        assertArrayEquals(new int[] {800, 802, 801}, sizes(800, 802, 801));
        assertArrayEquals(new int[] {52, 809, 809, 300}, sizes(52, 808, 809, 300));
    }

    @Test
    void shouldMarkPaddingAsTheRfcSays() {
        start();
        byte[] first = video(sequence++, 60).bytes();
        byte[] second = video(sequence++, 61).bytes();
        room.room.receive(room.publisher, first, 0, first.length, room.nowNs);
        room.room.receive(room.publisher, second, 0, second.length, room.nowNs);
        room.room.drain(room);
        byte[] padded = room.takeRtp().getFirst().packet();
        assertEquals(0x20, padded[0] & 0x20, "P bit, RFC 3550 §5.1");
        assertEquals(1, padded[padded.length - 1], "and how many bytes");
        RtpView view = new RtpView();
        view.wrap(padded, 0, padded.length);
        assertEquals(60, view.payloadLength());
    }

    @Test
    void shouldNotPadSoundOrRepairs() {
        room.publish("q");
        room.subscribe("bob", "mic");
        for (int i = 0; i < 2; i++) {
            byte[] packet = new TestPacket(TestRoom.OPUS, 9)
                    .sequence(i)
                    .payload(new byte[50 + i])
                    .element(TestRoom.MID, "a")
                    .bytes();
            room.room.receive(room.publisher, packet, 0, packet.length, room.nowNs);
        }
        room.room.drain(room);
        List<TestRoom.Sent> sent = room.takeRtp();
        assertEquals(2, sent.size());
        assertEquals(sent.get(0).packet().length + 1, sent.get(1).packet().length);
        assertEquals(0, sent.getFirst().packet()[0] & 0x20);
    }
}
