package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;

/**
 * The outer form of a packet, RFC 9260 §3: a common header of twelve bytes, then chunks padded to four.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |     Source Port Number        |     Destination Port Number   |
 * +-------------------------------+-------------------------------+
 * |                      Verification Tag                         |
 * +---------------------------------------------------------------+
 * |                           Checksum                            |
 * +---------------+---------------+-------------------------------+
 * |  Chunk Type   |  Chunk Flags  |         Chunk Length          |
 * </pre>
 */
public final class PacketFormat {
    static final int HEADER = 12;
    static final int CHUNK_HEADER = 4;
    static final int TAG_AT = 4;
    static final int CHECKSUM_AT = 8;

    /** What is said of bytes that claim to be a packet. */
    public enum Verdict {
        WELL_FORMED,
        TOO_SHORT,
        /** A chunk that is shorter than its header or reaches past the end. */
        BAD_CHUNK,
        /** RFC 9260 §6.10: chunks that stand alone have come with others. */
        BAD_BUNDLE
    }

    private PacketFormat() {}

    /** Total: any bytes get a verdict. */
    public static Verdict verdict(byte[] bytes, int offset, int length) {
        if (length < HEADER + CHUNK_HEADER) {
            return Verdict.TOO_SHORT;
        }
        int end = offset + length;
        int chunks = 0;
        boolean alone = false;
        for (int at = offset + HEADER; at < end; at = next(bytes, at)) {
            if (end - at < CHUNK_HEADER) {
                return Verdict.BAD_CHUNK;
            }
            int size = NetworkOrder.u16(bytes, at + 2);
            if (size < CHUNK_HEADER || size > end - at) {
                return Verdict.BAD_CHUNK;
            }
            int type = NetworkOrder.u8(bytes, at);
            alone |= type == ChunkType.INIT || type == ChunkType.INIT_ACK || type == ChunkType.SHUTDOWN_COMPLETE;
            chunks++;
        }
        return alone && chunks > 1 ? Verdict.BAD_BUNDLE : Verdict.WELL_FORMED;
    }

    /** Where the chunk behind this one begins; the last padding may be missing. */
    static int next(byte[] bytes, int at) {
        return at + padded(NetworkOrder.u16(bytes, at + 2));
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }
}
