package chat.tertulia.node.peer;

import java.nio.ByteBuffer;

/** Synthetic RTP. */
public final class RtpPackets {
    private RtpPackets() {}

    public static byte[] opus(long ssrc, int sequence, int size) {
        ByteBuffer out = header(size, 111, false, sequence, sequence * 960, ssrc);
        while (out.hasRemaining()) {
            out.put((byte) sequence);
        }
        return bytes(out);
    }

    /** One packet of a VP8 frame (RFC 7741): 15-bit picture id, TL0PICIDX, no temporal layers. */
    public static byte[] vp8(long ssrc, int sequence, int picture, Place place, int size) {
        ByteBuffer out = header(size, 96, place.last, sequence, picture * 3000, ssrc);
        out.put((byte) (0x80 | (place.first ? 0x10 : 0)));
        out.put((byte) 0xE0)
                .putShort((short) (0x8000 | (picture & 0x7FFF)))
                .put((byte) picture)
                .put((byte) 0);
        if (place.first) {
            // RFC 6386 §9.1: inverse key frame bit, then start code and size of a key frame.
            out.put((byte) (place.key ? 0x10 : 0x11)).put((byte) 0).put((byte) 0);
            if (place.key) {
                out.put((byte) 0x9D)
                        .put((byte) 0x01)
                        .put((byte) 0x2A)
                        .putShort((short) 0x8002)
                        .putShort((short) 0x6801);
            }
        }
        while (out.hasRemaining()) {
            out.put((byte) sequence);
        }
        return bytes(out);
    }

    /** Where in its frame a packet is. */
    public record Place(boolean first, boolean last, boolean key) {}

    private static byte[] bytes(ByteBuffer full) {
        byte[] packet = new byte[full.capacity()];
        full.flip().get(packet);
        return packet;
    }

    private static ByteBuffer header(int size, int type, boolean marker, int sequence, int timestamp, long ssrc) {
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) 0x80).put((byte) (type | (marker ? 0x80 : 0))).putShort((short) sequence);
        return out.putInt(timestamp).putInt((int) ssrc);
    }
}
