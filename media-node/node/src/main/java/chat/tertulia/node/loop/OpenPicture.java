package chat.tertulia.node.loop;

/**
 * Whether the media that came last is the middle of a picture, so that the rest is on its way. SRTP leaves the RTP header in the
 * clear; the marker bit is on a picture's last packet (RFC 3550 §5.1, RFC 7741 §4.1, RFC 6184 §5.1, RFC 9628 §4.1). Owned by: the loop.
 */
final class OpenPicture {
    /** Sound has no marker but at the start of a talkspurt (RFC 3551 §4.1); its packets are shorter than this, as are RTCP's. */
    private static final int SHORTEST = 400;

    private boolean open;

    void datagram(byte[] data, int length) {
        if (length >= 2 && (data[0] & 0xC0) == 0x80 && length >= SHORTEST) {
            open = (data[1] & 0x80) == 0;
        }
    }

    /** The answer, once: then nothing has come yet. */
    boolean take() {
        boolean was = open;
        open = false;
        return was;
    }
}
