package chat.tertulia.node.srtp;

/** What protection reads of an RTP packet (RFC 3550 §5.1). */
final class RtpPacketHeader {
    private static final int FIXED = 12;

    private RtpPacketHeader() {}

    /** Fixed header, CSRCs and extension; -1 when the bytes are no RTP or the extension does not end inside. */
    static int length(byte[] data, int offset, int length) {
        if (length < FIXED || (data[offset] & 0xC0) != 0x80) {
            return -1;
        }
        int header = FIXED + 4 * (data[offset] & 0x0F);
        if ((data[offset] & 0x10) == 0) {
            return length >= header ? header : -1;
        }
        if (length < header + 4) {
            return -1;
        }
        int words = (data[offset + header + 2] & 0xFF) << 8 | (data[offset + header + 3] & 0xFF);
        int end = header + 4 + 4 * words;
        return length >= end ? end : -1;
    }

    static int sequence(byte[] data, int offset) {
        return (data[offset + 2] & 0xFF) << 8 | (data[offset + 3] & 0xFF);
    }

    static int ssrc(byte[] data, int offset) {
        return int32(data, offset + 8);
    }

    static int int32(byte[] data, int at) {
        return (data[at] & 0xFF) << 24
                | (data[at + 1] & 0xFF) << 16
                | (data[at + 2] & 0xFF) << 8
                | (data[at + 3] & 0xFF);
    }
}
