package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.zip.CRC32C;

/** RFC 9260 Appendix A: CRC32c over the packet with a checksum of zero, least significant byte first. */
final class Checksum {
    private static final byte[] ZERO = new byte[4];

    private final CRC32C crc = new CRC32C();

    boolean holds(byte[] packet, int offset, int length) {
        return NetworkOrder.i32(packet, offset + PacketFormat.CHECKSUM_AT) == of(packet, offset, length);
    }

    void put(byte[] packet, int offset, int length) {
        NetworkOrder.put32(packet, offset + PacketFormat.CHECKSUM_AT, of(packet, offset, length));
    }

    private int of(byte[] packet, int offset, int length) {
        crc.reset();
        crc.update(packet, offset, PacketFormat.CHECKSUM_AT);
        crc.update(ZERO, 0, ZERO.length);
        crc.update(packet, offset + PacketFormat.HEADER, length - PacketFormat.HEADER);
        return Integer.reverseBytes((int) crc.getValue());
    }
}
