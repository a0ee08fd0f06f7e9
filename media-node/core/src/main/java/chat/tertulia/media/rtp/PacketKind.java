package chat.tertulia.media.rtp;

/** RFC 5761 §4: RTP and RTCP on one port, told apart by the second byte. */
public enum PacketKind {
    RTP,
    RTCP,
    NEITHER;

    public static PacketKind of(byte[] packet, int offset, int length) {
        if (length < 2 || (packet[offset] & 0xc0) != 0x80) {
            return NEITHER;
        }
        int second = packet[offset + 1] & 0xff;
        return second >= 192 && second <= 223 ? RTCP : RTP;
    }
}
