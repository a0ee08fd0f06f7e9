package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.u8;

/**
 * VP9 payload descriptor, RFC 9628 §4.2:
 *
 * <pre>
 *       |I|P|L|F|B|E|V|Z| (required)
 * I:    |M| PICTURE ID  | (7 or 15 bits)
 * L:    | TID |U| SID |D|
 *       |   TL0PICIDX   | (non-flexible mode, F=0)
 * P,F:  | P_DIFF      |N| (flexible mode, up to three)
 * V:    | N_S |Y|G|-|-|-| and the scalability structure
 * </pre>
 */
public final class Vp9Descriptor {
    private static final int PICTURE_ID = 0x80;
    private static final int PREDICTED = 0x40;
    private static final int LAYERS = 0x20;
    private static final int FLEXIBLE = 0x10;
    private static final int BEGINS = 0x08;
    private static final int ENDS = 0x04;
    private static final int STRUCTURE = 0x02;
    private static final int NOT_USED_BY_HIGHER = 0x01;
    private static final int MAX_REFERENCES = 3;

    private Vp9Descriptor() {}

    /** False when the descriptor is cut off; then the facts may be half of it and no keyframe. */
    public static boolean read(byte[] bytes, int offset, int length, FrameFacts facts) {
        if (length < 1) {
            return false;
        }
        int flags = u8(bytes, offset);
        facts.starts = (flags & BEGINS) != 0;
        facts.ends = (flags & ENDS) != 0;
        facts.predicted = (flags & PREDICTED) != 0;
        facts.usedByHigher = (flags & NOT_USED_BY_HIGHER) == 0;
        int at = readIds(bytes, offset, length, facts);
        if (at >= 0 && (flags & (PREDICTED | FLEXIBLE)) == (PREDICTED | FLEXIBLE)) {
            at = skipReferences(bytes, offset, length, at);
        }
        if (at >= 0 && (flags & STRUCTURE) != 0) {
            at = readStructure(bytes, offset, length, at, facts);
        }
        facts.keyframe = at >= 0 && facts.starts && !facts.predicted && facts.spatial == 0;
        return at >= 0;
    }

    /** Where the layer indices end, or -1. */
    private static int readIds(byte[] bytes, int offset, int length, FrameFacts facts) {
        int flags = u8(bytes, offset);
        int at = 1;
        if ((flags & PICTURE_ID) != 0) {
            int size = at < length && (bytes[offset + at] & 0x80) != 0 ? 2 : 1;
            if (at + size > length) {
                return -1;
            }
            at += facts.ids.readPictureId(bytes, offset, at);
        }
        if ((flags & LAYERS) == 0) {
            return at;
        }
        boolean flexible = (flags & FLEXIBLE) != 0;
        if (at + (flexible ? 1 : 2) > length) {
            return -1;
        }
        int indices = u8(bytes, offset + at++);
        facts.temporal = indices >> 5;
        facts.switchUp = (indices & 0x10) != 0;
        facts.spatial = (indices >> 1) & 0x07;
        facts.needsLower = (indices & 0x01) != 0;
        if (!flexible) {
            facts.ids.readTl0(bytes, offset, at++);
        }
        return at;
    }

    private static int skipReferences(byte[] bytes, int offset, int length, int from) {
        int at = from;
        for (int i = 0; i < MAX_REFERENCES; i++) {
            if (at >= length) {
                return -1;
            }
            if ((bytes[offset + at++] & 0x01) == 0) {
                return at;
            }
        }
        return at;
    }

    /** RFC 9628 §4.2.1: N_S layers with or without sizes; the group of pictures is not needed here, only its length. */
    private static int readStructure(byte[] bytes, int offset, int length, int from, FrameFacts facts) {
        if (from >= length) {
            return -1;
        }
        int head = u8(bytes, offset + from);
        int layers = (head >> 5) + 1;
        int at = from + 1 + ((head & 0x10) != 0 ? 4 * layers : 0);
        if ((head & 0x08) != 0) {
            at = skipPictureGroup(bytes, offset, length, at);
        }
        if (at < 0 || at > length) {
            return -1;
        }
        facts.spatialLayers = layers;
        return at;
    }

    private static int skipPictureGroup(byte[] bytes, int offset, int length, int from) {
        if (from >= length) {
            return -1;
        }
        int pictures = u8(bytes, offset + from);
        int at = from + 1;
        for (int i = 0; i < pictures; i++) {
            if (at >= length) {
                return -1;
            }
            at += 1 + ((bytes[offset + at] >> 2) & 0x03);
        }
        return at;
    }
}
