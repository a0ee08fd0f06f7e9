package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import org.jspecify.annotations.Nullable;

/**
 * INIT and INIT ACK, RFC 9260 §3.3.2 and §3.3.3.
 *
 * @param cookie only in an INIT ACK
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Handshake(
        int tag,
        int window,
        int outgoingStreams,
        int incomingStreams,
        int firstTsn,
        boolean partial,
        boolean zeroChecksum,
        byte @Nullable [] cookie) {
    private static final int FIXED = 20;
    private static final int LEAST_WINDOW = 1500;
    private static final int STATE_COOKIE = 7;
    private static final int SUPPORTED_EXTENSIONS = 0x8008;
    private static final int ZERO_CHECKSUM_ACCEPTABLE = 0x8001;
    private static final int FORWARD_TSN_SUPPORTED = 0xC000;
    /** RFC 9653 §8.2: the lower layer's own check is DTLS. */
    private static final int BY_DTLS = 1;

    /** Total: null for what is none. Unknown parameters are skipped; those that would be reported are not. */
    static @Nullable Handshake read(byte[] bytes, int at) {
        int size = NetworkOrder.u16(bytes, at + 2);
        if (size < FIXED) {
            return null;
        }
        boolean partial = false;
        boolean zeroChecksum = false;
        byte[] cookie = null;
        int end = at + size;
        for (int parameter = at + FIXED; parameter + 4 <= end; ) {
            int type = NetworkOrder.u16(bytes, parameter);
            int length = NetworkOrder.u16(bytes, parameter + 2);
            if (length < 4 || parameter + length > end) {
                return null;
            }
            switch (type) {
                case FORWARD_TSN_SUPPORTED -> partial = true;
                case SUPPORTED_EXTENSIONS -> partial |= names(bytes, parameter + 4, length - 4);
                case ZERO_CHECKSUM_ACCEPTABLE ->
                    zeroChecksum = length >= 8 && NetworkOrder.i32(bytes, parameter + 4) == BY_DTLS;
                case STATE_COOKIE -> {
                    cookie = new byte[length - 4];
                    System.arraycopy(bytes, parameter + 4, cookie, 0, cookie.length);
                }
                default -> {}
            }
            parameter += PacketFormat.padded(length);
        }
        Handshake read = new Handshake(
                NetworkOrder.i32(bytes, at + 4),
                (int) Math.min(NetworkOrder.u32(bytes, at + 8), Integer.MAX_VALUE),
                NetworkOrder.u16(bytes, at + 12),
                NetworkOrder.u16(bytes, at + 14),
                NetworkOrder.i32(bytes, at + 16),
                partial,
                zeroChecksum,
                cookie);
        return read.usable() ? read : null;
    }

    private boolean usable() {
        return tag != 0 && window >= LEAST_WINDOW && outgoingStreams > 0 && incomingStreams > 0;
    }

    private static boolean names(byte[] bytes, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (NetworkOrder.u8(bytes, at + i) == ChunkType.FORWARD_TSN) {
                return true;
            }
        }
        return false;
    }

    void write(PacketWriter writer) {
        writer.chunk(cookie == null ? ChunkType.INIT : ChunkType.INIT_ACK, 0);
        writer.put32(tag);
        writer.put32(window);
        writer.put16(outgoingStreams);
        writer.put16(incomingStreams);
        writer.put32(firstTsn);
        if (cookie != null) {
            writer.put16(STATE_COOKIE);
            writer.put16(4 + cookie.length);
            writer.put(cookie, 0, cookie.length); // its length is a multiple of four
        }
        writer.put16(FORWARD_TSN_SUPPORTED);
        writer.put16(4);
        writer.put16(ZERO_CHECKSUM_ACCEPTABLE);
        writer.put16(8);
        writer.put32(BY_DTLS);
        writer.put16(SUPPORTED_EXTENSIONS);
        writer.put16(4 + 2);
        writer.put8(ChunkType.FORWARD_TSN);
        writer.put8(ChunkType.RE_CONFIG);
        writer.endChunk();
    }
}
