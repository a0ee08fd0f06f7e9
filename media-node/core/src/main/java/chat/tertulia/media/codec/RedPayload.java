package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.put8;
import static chat.tertulia.media.rtp.NetworkOrder.u24;
import static chat.tertulia.media.rtp.NetworkOrder.u8;

/**
 * Redundant audio, RFC 2198 §3: a header of four bytes for each redundant block, one byte for the primary, then the blocks.
 *
 * <pre>
 * |1|  block PT   |     timestamp offset      |   block length    |
 * |0|  block PT   |
 * </pre>
 */
public final class RedPayload {
    /** Browsers send one or two redundant blocks; LiveKit's clients the same. */
    private static final int MAX_REDUNDANT = 8;

    /** The longest headers of a well-formed payload. */
    public static final int MAX_HEADER_BYTES = 4 * MAX_REDUNDANT + 1;

    /** RFC 2198 §3: ten bits of length. */
    public static final int LARGEST_BLOCK = 0x3ff;

    private RedPayload() {}

    /** The redundant blocks of a payload, oldest first. Reused. */
    public static final class Blocks {
        private final int[] types = new int[MAX_REDUNDANT];
        private final int[] steps = new int[MAX_REDUNDANT];
        private final int[] offsets = new int[MAX_REDUNDANT];
        private final int[] sizes = new int[MAX_REDUNDANT];
        private int count;

        /** Returns how many there are, 0 also when the payload is not well-formed. */
        public int read(byte[] bytes, int offset, int length) {
            count = 0;
            int at = 0;
            int data = 0;
            while (at + 4 < length && count < MAX_REDUNDANT && (bytes[offset + at] & 0x80) != 0) {
                int field = u24(bytes, offset + at + 1);
                types[count] = u8(bytes, offset + at) & 0x7f;
                steps[count] = field >> 10;
                sizes[count] = field & LARGEST_BLOCK;
                offsets[count++] = data;
                data += field & LARGEST_BLOCK;
                at += 4;
            }
            boolean fits = at < length && (bytes[offset + at] & 0x80) == 0 && at + 1 + data <= length;
            count = fits ? count : 0;
            for (int i = 0; i < count; i++) {
                offsets[i] += offset + at + 1;
            }
            return count;
        }

        public int count() {
            return count;
        }

        public int payloadType(int block) {
            return types[block];
        }

        /** By how much its timestamp is before that of the packet. */
        public int step(int block) {
            return steps[block];
        }

        /** Where it begins in the array. */
        public int offset(int block) {
            return offsets[block];
        }

        public int bytes(int block) {
            return sizes[block];
        }
    }

    /** False when the headers do not fit the payload; then there is no primary block. */
    public static boolean read(byte[] bytes, int offset, int length, FrameFacts facts) {
        int at = 0;
        int redundant = 0;
        for (int blocks = 0; blocks <= MAX_REDUNDANT; blocks++) {
            if (at >= length) {
                return false;
            }
            if ((bytes[offset + at] & 0x80) == 0) {
                int primary = at + 1 + redundant;
                if (primary > length) {
                    return false;
                }
                facts.primaryOffset = primary;
                facts.primaryBytes = length - primary;
                return true;
            }
            if (at + 4 > length) {
                return false;
            }
            redundant += u24(bytes, offset + at + 1) & LARGEST_BLOCK;
            at += 4;
        }
        return false;
    }

    /** Bytes of all headers of a well-formed payload. */
    public static int headerBytes(byte[] bytes, int offset) {
        int at = 0;
        while ((bytes[offset + at] & 0x80) != 0) {
            at += 4;
        }
        return at + 1;
    }

    /** Copies the headers of a well-formed payload, with another payload type in each. */
    public static int copyHeaders(byte[] bytes, int offset, int payloadType, byte[] into) {
        int size = headerBytes(bytes, offset);
        System.arraycopy(bytes, offset, into, 0, size);
        for (int at = 0; at < size; at += 4) {
            put8(into, at, (u8(bytes, offset + at) & 0x80) | payloadType);
        }
        return size;
    }
}
