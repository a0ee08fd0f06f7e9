package chat.tertulia.media.rtx;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.put32;
import static chat.tertulia.media.rtp.NetworkOrder.u16;

import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;

/**
 * RFC 4588 §4: the payload begins with the original sequence number (OSN), the original payload follows. Browsers also send
 * probes here that hold padding and nothing else.
 */
public final class RtxPayload {
    public static final int OSN_BYTES = 2;

    private final byte[] scratch;

    public RtxPayload(int maxPacketBytes) {
        scratch = new byte[maxPacketBytes];
    }

    public static boolean holdsPacket(RtpView packet) {
        return packet.payloadLength() > OSN_BYTES;
    }

    public static int originalSequence(RtpView packet) {
        return u16(packet.array(), packet.start() + packet.payloadOffset());
    }

    /**
     * Shows in {@code original} the packet that was retransmitted; its bytes are valid until the next call. Header
     * extensions are those of the retransmission.
     */
    public Verdict unwrap(RtpView packet, int ssrc, int payloadType, RtpView original) {
        int header = packet.payloadOffset();
        int payload = packet.payloadLength() - OSN_BYTES;
        if (payload < 0 || header + payload > scratch.length) {
            return payload < 0 ? Verdict.TOO_SHORT : Verdict.TOO_LONG;
        }
        System.arraycopy(packet.array(), packet.start(), scratch, 0, header);
        System.arraycopy(packet.array(), packet.start() + header + OSN_BYTES, scratch, header, payload);
        scratch[0] &= (byte) ~0x20;
        scratch[1] = (byte) ((scratch[1] & 0x80) | payloadType);
        put16(scratch, 2, originalSequence(packet));
        put32(scratch, 8, ssrc);
        return original.wrap(scratch, 0, header + payload);
    }
}
