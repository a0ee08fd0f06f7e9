package chat.tertulia.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** RTP bytes for tests, written without the code under test. */
final class TestPacket {
    private final ByteArrayOutputStream elements = new ByteArrayOutputStream();
    private final int payloadType;
    private final int ssrc;
    private int sequence;
    private int timestamp;
    private boolean marker;
    private boolean twoByte;
    private byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8};
    private int padding;

    TestPacket(int payloadType, int ssrc) {
        this.payloadType = payloadType;
        this.ssrc = ssrc;
    }

    TestPacket sequence(int value) {
        sequence = value;
        return this;
    }

    TestPacket timestamp(int value) {
        timestamp = value;
        return this;
    }

    TestPacket marker() {
        marker = true;
        return this;
    }

    TestPacket payload(byte... bytes) {
        payload = bytes;
        return this;
    }

    TestPacket padding(int bytes) {
        padding = bytes;
        return this;
    }

    /** RFC 8285 §4.3; before the first element. */
    TestPacket twoByteElements() {
        twoByte = true;
        return this;
    }

    TestPacket element(int id, byte... bytes) {
        if (twoByte) {
            elements.write(id);
            elements.write(bytes.length);
        } else {
            elements.write((id << 4) | (bytes.length - 1));
        }
        elements.writeBytes(bytes);
        return this;
    }

    TestPacket element(int id, String text) {
        return element(id, text.getBytes(US_ASCII));
    }

    /** VP8 with 15-bit picture id and TL0PICIDX; first packet of its frame. */
    TestPacket vp8(boolean keyframe, int pictureId, int tl0) {
        return payload(
                (byte) 0x90,
                (byte) 0xe0,
                (byte) (0x80 | (pictureId >> 8)),
                (byte) pictureId,
                (byte) tl0,
                (byte) 0,
                (byte) (keyframe ? 0 : 1),
                (byte) 0x55);
    }

    byte[] bytes() {
        int words = (elements.size() + 3) / 4;
        int extension = elements.size() == 0 ? 0 : 4 + 4 * words;
        ByteBuffer buffer = ByteBuffer.allocate(12 + extension + payload.length + padding);
        buffer.put((byte) (0x80 | (extension > 0 ? 0x10 : 0) | (padding > 0 ? 0x20 : 0)));
        buffer.put((byte) ((marker ? 0x80 : 0) | payloadType));
        buffer.putShort((short) sequence).putInt(timestamp).putInt(ssrc);
        if (extension > 0) {
            buffer.putShort((short) (twoByte ? 0x1000 : 0xbede)).putShort((short) words);
            buffer.put(elements.toByteArray());
        }
        buffer.position(12 + extension);
        buffer.put(payload);
        if (padding > 0) {
            buffer.put(buffer.capacity() - 1, (byte) padding);
        }
        return buffer.array();
    }
}
