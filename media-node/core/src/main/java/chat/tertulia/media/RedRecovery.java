package chat.tertulia.media;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.put32;

import chat.tertulia.media.codec.RedPayload;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;

/**
 * Makes packets again out of the redundant blocks of RED (RFC 2198): the last such block of a packet is what the packet before it
 * carried, and so on. Senders of Opus do so, whatever gaps in time there are.
 */
final class RedRecovery {
    private final byte[] scratch = new byte[RtpView.FIXED_HEADER_BYTES + RedPayload.LARGEST_BLOCK];
    private final RedPayload.Blocks blocks = new RedPayload.Blocks();
    private RtpView red = new RtpView();

    /** Looks at a packet; returns how many earlier packets it says again, 0 when it is not well-formed. */
    int wrap(RtpView packet) {
        red = packet;
        return blocks.read(packet.array(), packet.start() + packet.payloadOffset(), packet.payloadLength());
    }

    /**
     * Shows that earlier packet, valid until the next call, with the publisher's payload type and without header extensions.
     *
     * @param back 1 for the packet just before
     */
    boolean restore(int back, RtpView original) {
        int block = blocks.count() - back;
        int bytes = blocks.bytes(block);
        if (bytes == 0) {
            return false;
        }
        scratch[0] = (byte) 0x80;
        scratch[1] = (byte) blocks.payloadType(block);
        put16(scratch, 2, red.sequence() - back);
        put32(scratch, 4, red.timestamp() - blocks.step(block));
        put32(scratch, 8, red.ssrc());
        System.arraycopy(red.array(), blocks.offset(block), scratch, RtpView.FIXED_HEADER_BYTES, bytes);
        return original.wrap(scratch, 0, RtpView.FIXED_HEADER_BYTES + bytes) == Verdict.WELL_FORMED;
    }
}
