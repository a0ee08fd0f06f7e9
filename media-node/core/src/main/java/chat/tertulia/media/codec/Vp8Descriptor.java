package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.u16;
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
 *
 * Reused; {@link #parse} reads another one.
 */
public final class Vp8Descriptor {
    private int pictureIdAt = -1;
    private boolean longPictureId;
    private int pictureId = -1;
    private int tl0At = -1;
    private int tl0 = -1;
    private int temporalLayer = -1;

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

    /** Forgets the last one. False when the descriptor is cut off; then no field is there. */
    public boolean parse(byte[] bytes, int offset, int length) {
        clear();
        int size = length(bytes, offset, length);
        if (size < 2) {
            return size == 1;
        }
        int flags = u8(bytes, offset + 1);
        int at = 2;
        if ((flags & 0x80) != 0) {
            pictureIdAt = at;
            longPictureId = (bytes[offset + at] & 0x80) != 0;
            pictureId = longPictureId ? u16(bytes, offset + at) & 0x7fff : bytes[offset + at];
            at += longPictureId ? 2 : 1;
        }
        if ((flags & 0x40) != 0) {
            tl0At = at;
            tl0 = u8(bytes, offset + at++);
        }
        if ((flags & 0x20) != 0) {
            temporalLayer = u8(bytes, offset + at) >> 6;
        }
        return true;
    }

    public void clear() {
        pictureIdAt = -1;
        longPictureId = false;
        pictureId = -1;
        tl0At = -1;
        tl0 = -1;
        temporalLayer = -1;
    }

    /** -1 when the stream carries none. */
    public int pictureId() {
        return pictureId;
    }

    public boolean hasPictureId() {
        return pictureIdAt >= 0;
    }

    /** Its width as a mask: 0x7fff or 0x7f. */
    public int pictureIdMask() {
        return longPictureId ? 0x7fff : 0x7f;
    }

    /** -1 when the stream carries none. */
    public int tl0() {
        return tl0;
    }

    public boolean hasTl0() {
        return tl0At >= 0;
    }

    public int temporalLayer() {
        return temporalLayer;
    }

    /** Writes other values into a copy of the descriptor that begins at {@code payload}; absent fields stay absent. */
    public void overwrite(byte[] bytes, int payload, int newPictureId, int newTl0) {
        if (pictureIdAt >= 0) {
            if (longPictureId) {
                put16(bytes, payload + pictureIdAt, 0x8000 | (newPictureId & 0x7fff));
            } else {
                bytes[payload + pictureIdAt] = (byte) (newPictureId & 0x7f);
            }
        }
        if (tl0At >= 0) {
            bytes[payload + tl0At] = (byte) newTl0;
        }
    }
}
