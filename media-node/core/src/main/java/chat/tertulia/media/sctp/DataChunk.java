package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;

/**
 * DATA, RFC 9260 §3.3.1.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 0    |  Res  |I|U|B|E|           Length              |
 * +---------------------------------------------------------------+
 * |                              TSN                              |
 * +-------------------------------+-------------------------------+
 * |      Stream Identifier        |    Stream Sequence Number     |
 * +---------------------------------------------------------------+
 * |                  Payload Protocol Identifier                  |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class DataChunk {
    static final int HEADER = 16;
    static final int END = 1;
    static final int BEGIN = 2;
    static final int UNORDERED = 4;
    static final int IMMEDIATE = 8;

    private DataChunk() {}

    static int tsn(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + 4);
    }

    static int stream(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + 8);
    }

    static int sequence(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + 10);
    }

    static int protocol(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + 12);
    }
}
