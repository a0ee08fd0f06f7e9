package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.u16;

/**
 * What the NAL units of a packet say, RFC 6184 §5: single ones, STAP-A and FU-A. Temporal layers are those of a prefix NAL
 * unit (RFC 6190 §1.1.3); without one a slice that is no reference (NRI 0) counts as a layer above all others, since
 * nothing misses it.
 */
final class H264Payload {
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int PREFIX = 14;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private H264Payload() {}

    static void read(byte[] bytes, int offset, int length, FrameFacts facts) {
        if (length < 1) {
            return;
        }
        int header = bytes[offset];
        int type = header & 0x1f;
        if (type == STAP_A) {
            readAggregate(bytes, offset, length, facts);
        } else if (type == FU_A) {
            boolean first = length > 1 && (bytes[offset + 1] & 0x80) != 0;
            int fragmented = length > 1 ? bytes[offset + 1] & 0x1f : 0;
            unit((header & 0x60) | fragmented, bytes, offset, 0, facts);
            facts.keyframe &= first;
        } else {
            unit(header, bytes, offset, length, facts);
        }
        facts.predicted = !facts.keyframe;
        facts.starts = facts.keyframe;
    }

    private static void readAggregate(byte[] bytes, int offset, int length, FrameFacts facts) {
        int at = 1;
        while (at + 2 < length) {
            int size = u16(bytes, offset + at);
            int within = Math.min(size, length - at - 2);
            unit(bytes[offset + at + 2], bytes, offset + at + 2, within, facts);
            at += 2 + Math.max(size, 1);
        }
    }

    private static void unit(int header, byte[] bytes, int at, int length, FrameFacts facts) {
        int type = header & 0x1f;
        facts.keyframe |= type == SPS || type == IDR;
        if (type == PREFIX && length >= 4) {
            facts.temporal = (bytes[at + 3] & 0xff) >> 5;
        } else if (type == SLICE && (header & 0x60) == 0 && facts.temporal == 0) {
            facts.temporal = 1;
            facts.switchUp = true;
        }
    }
}
