package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.u16;
import static chat.tertulia.media.rtp.NetworkOrder.u8;

/**
 * Picture id and TL0PICIDX of a payload descriptor, coded alike in VP8 (RFC 7741 §4.2) and VP9 (RFC 9628 §4.2), and where they
 * are, so that a receiver can be given others.
 */
public final class PictureIds {
    private int pictureIdAt;
    private boolean wide;
    private int pictureId;
    private int tl0At;
    private int tl0;

    PictureIds() {
        clear();
    }

    void clear() {
        pictureIdAt = -1;
        wide = false;
        pictureId = -1;
        tl0At = -1;
        tl0 = -1;
    }

    /** Reads a picture id of 7 or 15 bits at {@code offset + at}; gives its size. The caller has checked the bounds. */
    int readPictureId(byte[] bytes, int offset, int at) {
        pictureIdAt = at;
        wide = (bytes[offset + at] & 0x80) != 0;
        pictureId = wide ? u16(bytes, offset + at) & 0x7fff : bytes[offset + at];
        return wide ? 2 : 1;
    }

    void readTl0(byte[] bytes, int offset, int at) {
        tl0At = at;
        tl0 = u8(bytes, offset + at);
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
        return wide ? 0x7fff : 0x7f;
    }

    /** -1 when the stream carries none. */
    public int tl0() {
        return tl0;
    }

    public boolean hasTl0() {
        return tl0At >= 0;
    }

    /** How many bytes of the payload's beginning hold what may be overwritten, 0 for none. */
    public int prefixBytes() {
        int pictureIdEnd = pictureIdAt < 0 ? 0 : pictureIdAt + (wide ? 2 : 1);
        return Math.max(pictureIdEnd, tl0At + 1);
    }

    /** Writes other values into a copy of the descriptor that begins at {@code payload}; absent fields stay absent. */
    public void overwrite(byte[] bytes, int payload, int newPictureId, int newTl0) {
        if (pictureIdAt >= 0) {
            if (wide) {
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
