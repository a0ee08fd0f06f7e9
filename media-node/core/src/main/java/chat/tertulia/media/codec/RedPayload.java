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

    private RedPayload() {}

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
            redundant += u24(bytes, offset + at + 1) & 0x3ff;
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
