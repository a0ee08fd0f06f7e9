package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.rtp.NetworkOrder;
import org.junit.jupiter.api.Test;

class OutgoingStreamTest {
    private static final long NOW = 0x0123456789ABCDEFL;

    private final byte[] packet = new byte[2048];
    private final OutgoingStream stream = new OutgoingStream(100_001);

    private static long stamp(byte[] packet, int length) {
        return NetworkOrder.u32(packet, length - 8) << 32 | NetworkOrder.u32(packet, length - 4);
    }

    private int frame(boolean first, boolean last, boolean key) {
        return stream.video(packet, new OutgoingStream.Place(first, last, key), NOW);
    }

    @Test
    void shouldSayHowLoudItIs() {
        int length = stream.audio(packet, NOW);
        assertEquals(12 + 8 + 100, length);
        assertEquals(0xBEDE, NetworkOrder.u16(packet, 12));
        assertEquals(OutgoingStream.LEVEL_EXTENSION, packet[16] >> 4);
        assertEquals(0x80 | 20, NetworkOrder.u8(packet, 17));
        assertEquals(NOW, stamp(packet, length));
    }

    @Test
    void shouldCountEachPacketAndEachSample() {
        stream.audio(packet, NOW);
        int sequence = NetworkOrder.u16(packet, 2);
        long timestamp = NetworkOrder.u32(packet, 4);
        stream.audio(packet, NOW);
        assertEquals(sequence + 1, NetworkOrder.u16(packet, 2));
        assertEquals(timestamp + 960, NetworkOrder.u32(packet, 4));
        assertEquals(100_001, NetworkOrder.u32(packet, 8));
        assertEquals(2, stream.packets());
        assertEquals(200, stream.octets());
    }

    @Test
    void shouldBeginAKeyFrame() {
        int length = frame(true, false, true);
        assertEquals(12 + 1040, length);
        assertEquals(0x90, NetworkOrder.u8(packet, 12), "X and S of the descriptor");
        assertEquals(0, packet[18] & 1, "inverse key frame bit");
        assertEquals(0x9D012A, NetworkOrder.u24(packet, 21));
        assertEquals(NOW, stamp(packet, length));
    }

    @Test
    void shouldEndAFrameWithTheMarker() {
        frame(true, false, false);
        assertEquals(1, packet[18] & 1, "inverse key frame bit");
        assertFalse(packet[1] < 0);
        int picture = NetworkOrder.u16(packet, 14);
        long timestamp = NetworkOrder.u32(packet, 4);
        frame(false, true, false);
        assertTrue(packet[1] < 0);
        assertEquals(picture, NetworkOrder.u16(packet, 14));
        assertEquals(timestamp, NetworkOrder.u32(packet, 4));
        frame(true, false, false);
        assertEquals(picture + 1, NetworkOrder.u16(packet, 14));
        assertEquals(timestamp + 3000, NetworkOrder.u32(packet, 4));
    }
}
