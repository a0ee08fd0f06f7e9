package chat.tertulia.node.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    @Test
    void shouldCutTheSameFramesHoweverTheStreamArrives() {
        byte[][] frames = {{1}, new byte[FrameReader.LONGEST], {0, 0}, {(byte) 0x80, 111, 7}};
        byte[] stream = stream(frames);
        for (int piece : new int[] {1, 2, 3, 7, 1000, stream.length}) {
            FrameReader reader = new FrameReader();
            List<byte[]> read = new ArrayList<>();
            for (int at = 0; at < stream.length; at += piece) {
                ByteBuffer in = ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at));
                for (byte[] frame = reader.next(in); frame != null; frame = reader.next(in)) {
                    read.add(frame);
                }
            }
            assertEquals(frames.length, read.size(), "pieces of " + piece);
            for (int i = 0; i < frames.length; i++) {
                assertArrayEquals(frames[i], read.get(i));
            }
        }
    }

    @Test
    void shouldPassOverNullPackets() {
        FrameReader reader = new FrameReader();
        assertArrayEquals(new byte[] {9}, reader.next(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 0, 1, 9})));
        assertFalse(reader.isBroken());
    }

    @Test
    void shouldEndAtAFrameThatIsTooLong() {
        FrameReader reader = new FrameReader();
        int length = FrameReader.LONGEST + 1;
        assertNull(reader.next(ByteBuffer.wrap(new byte[] {(byte) (length >> 8), (byte) length, 1})));
        assertTrue(reader.isBroken());
        assertNull(reader.next(ByteBuffer.wrap(new byte[] {0, 1, 9})));
    }

    @Test
    void shouldBeTotal() {
        Random random = new Random(11);
        for (int run = 0; run < 2000; run++) {
            FrameReader reader = new FrameReader();
            for (int i = 0; i < 20; i++) {
                byte[] data = new byte[random.nextInt(3000)];
                random.nextBytes(data);
                ByteBuffer in = ByteBuffer.wrap(data);
                while (reader.next(in) != null) {
                    assertFalse(reader.isBroken());
                }
                assertTrue(reader.isBroken() || !in.hasRemaining());
            }
        }
    }

    static byte[] stream(byte[]... frames) {
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        for (byte[] frame : frames) {
            out.putShort((short) frame.length).put(frame);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
