package chat.tertulia.media.data;

import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.sctp.Reliability;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * DATA_CHANNEL_OPEN, RFC 8832 §5.1.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Message Type |  Channel Type |            Priority           |
 * +---------------------------------------------------------------+
 * |                    Reliability Parameter                      |
 * +-------------------------------+-------------------------------+
 * |         Label Length          |       Protocol Length         |
 * +-------------------------------+-------------------------------+
 * |                        Label, Protocol                        |
 * </pre>
 */
public record ChannelOpen(Reliability reliability, String label, String protocol) {
    static final int OPEN = 3;
    static final int ACK = 2;
    private static final int HEADER = 12;
    private static final int MAX_TEXT = 256;
    private static final int UNORDERED = 0x80;
    private static final int PARTIAL_RETRANSMISSIONS = 1;
    private static final int PARTIAL_TIMED = 2;
    private static final long NS_PER_MS = 1_000_000;

    /** Total: null for what is none. */
    public static @Nullable ChannelOpen read(byte[] bytes, int offset, int length) {
        if (length < HEADER || NetworkOrder.u8(bytes, offset) != OPEN) {
            return null;
        }
        int type = NetworkOrder.u8(bytes, offset + 1);
        int labelLength = NetworkOrder.u16(bytes, offset + 8);
        int protocolLength = NetworkOrder.u16(bytes, offset + 10);
        int kind = type & ~UNORDERED;
        if (kind > PARTIAL_TIMED
                || labelLength > MAX_TEXT
                || protocolLength > MAX_TEXT
                || HEADER + labelLength + protocolLength > length) {
            return null;
        }
        long parameter = NetworkOrder.u32(bytes, offset + 4);
        Reliability reliability = new Reliability(
                (type & UNORDERED) == 0,
                kind == PARTIAL_RETRANSMISSIONS ? (int) Math.min(parameter, 0xffff) : Reliability.UNLIMITED,
                kind == PARTIAL_TIMED ? parameter * NS_PER_MS : Reliability.FOREVER);
        String label = new String(bytes, offset + HEADER, labelLength, StandardCharsets.UTF_8);
        String protocol = new String(bytes, offset + HEADER + labelLength, protocolLength, StandardCharsets.UTF_8);
        return new ChannelOpen(reliability, label, protocol);
    }

    byte[] bytes() {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        byte[] sub = protocol.getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[HEADER + name.length + sub.length];
        boolean counted = reliability.retransmissions() != Reliability.UNLIMITED;
        boolean timed = reliability.lifetimeNs() != Reliability.FOREVER;
        int kind = counted ? PARTIAL_RETRANSMISSIONS : timed ? PARTIAL_TIMED : 0;
        NetworkOrder.put8(message, 0, OPEN);
        NetworkOrder.put8(message, 1, reliability.ordered() ? kind : kind | UNORDERED);
        NetworkOrder.put32(
                message,
                4,
                counted ? reliability.retransmissions() : timed ? (int) (reliability.lifetimeNs() / NS_PER_MS) : 0);
        NetworkOrder.put16(message, 8, name.length);
        NetworkOrder.put16(message, 10, sub.length);
        System.arraycopy(name, 0, message, HEADER, name.length);
        System.arraycopy(sub, 0, message, HEADER + name.length, sub.length);
        return message;
    }
}
