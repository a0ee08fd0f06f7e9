package chat.tertulia.node.dtls;

/**
 * What a peer's handshake messages may say of themselves before anything is set aside for them. Bouncy Castle reserves the
 * whole length that the first fragment announces, up to 16 MiB, for each of 17 messages; a client has nothing to say that
 * is longer than {@link #LONGEST_MESSAGE}, and nothing of no length.
 *
 * <pre>
 * | type (1) | version (2) | epoch (2) | sequence (6) | length (2) |            record, RFC 6347 §4.1
 * | type (1) | length (3) | message_seq (2) | offset (3) | length (3) |         fragment in it, §4.2.2
 * </pre>
 */
final class HandshakeBounds {
    static final int LONGEST_MESSAGE = 16 * 1024;

    private static final int HANDSHAKE = 22;
    private static final int RECORD_HEADER = 13;
    private static final int FRAGMENT_HEADER = 12;

    private HandshakeBounds() {}

    /** False for a datagram to be dropped. What is encrypted cannot be seen here: see {@link BoundedCrypto}. */
    static boolean hold(byte[] datagram, int length) {
        int at = 0;
        while (at + RECORD_HEADER <= length) {
            int size = unsigned16(datagram, at + 11);
            int next = at + RECORD_HEADER + size;
            if (next > length) {
                return false;
            }
            boolean plaintext = unsigned16(datagram, at + 3) == 0;
            if (datagram[at] == HANDSHAKE && plaintext && !fragmentsHold(datagram, at + RECORD_HEADER, size)) {
                return false;
            }
            at = next;
        }
        return at == length;
    }

    /** All of a handshake record is fragments, each inside its message and none empty. */
    static boolean fragmentsHold(byte[] record, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at + FRAGMENT_HEADER <= end) {
            int message = unsigned24(record, at + 1);
            int from = unsigned24(record, at + 6);
            int size = unsigned24(record, at + 9);
            if (message > LONGEST_MESSAGE || size == 0 || from + size > message || size > end - at - FRAGMENT_HEADER) {
                return false;
            }
            at += FRAGMENT_HEADER + size;
        }
        return at == end && length > 0;
    }

    private static int unsigned24(byte[] data, int at) {
        return (data[at] & 0xFF) << 16 | unsigned16(data, at + 1);
    }

    private static int unsigned16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }
}
