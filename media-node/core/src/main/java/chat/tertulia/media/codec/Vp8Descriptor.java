package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.u8;

/**
 * VP8 payload descriptor, RFC 7741 §4.2:
 *
 * <pre>
 *      |X|R|N|S|R| PID | (required)
 * X:   |I|L|T|K| RSV   | (optional)
 * I:   |M| PictureID   | (optional, 7 or 15 bits)
 * L:   |   TL0PICIDX   | (optional)
 * T/K: |TID|Y| KEYIDX  | (optional)
 * </pre>
 */
public final class Vp8Descriptor {
    private Vp8Descriptor() {}

    /** Length of the descriptor in bytes, or -1 when it is cut off. */
    static int length(byte[] bytes, int offset, int length) {
        if (length < 1) {
            return -1;
        }
        if ((bytes[offset] & 0x80) == 0) {
            return 1;
        }
        if (length < 2) {
            return -1;
        }
        int flags = u8(bytes, offset + 1);
        int size = 2;
        if ((flags & 0x80) != 0) {
            size += length > 2 && (bytes[offset + 2] & 0x80) != 0 ? 2 : 1;
        }
        size += (flags & 0x40) != 0 ? 1 : 0;
        size += (flags & 0x30) != 0 ? 1 : 0;
        return size <= length ? size : -1;
    }

    /** False when the descriptor is cut off; then the facts are as they were. */
    public static boolean read(byte[] bytes, int offset, int length, FrameFacts facts) {
        int size = length(bytes, offset, length);
        if (size < 0) {
            return false;
        }
        facts.starts = (bytes[offset] & 0x17) == 0x10;
        // RFC 6386 §9.1: the inverse key frame flag is the lowest bit of the first byte.
        facts.keyframe = facts.starts && size < length && (bytes[offset + size] & 0x01) == 0;
        facts.predicted = !facts.keyframe;
        if (size > 1) {
            readExtension(bytes, offset, facts);
        }
        return true;
    }

    private static void readExtension(byte[] bytes, int offset, FrameFacts facts) {
        int flags = u8(bytes, offset + 1);
        int at = 2;
        if ((flags & 0x80) != 0) {
            at += facts.ids.readPictureId(bytes, offset, at);
        }
        if ((flags & 0x40) != 0) {
            facts.ids.readTl0(bytes, offset, at++);
        }
        if ((flags & 0x20) != 0) {
            int layer = u8(bytes, offset + at);
            facts.temporal = layer >> 6;
            facts.switchUp = (layer & 0x20) != 0;
        }
    }
}
