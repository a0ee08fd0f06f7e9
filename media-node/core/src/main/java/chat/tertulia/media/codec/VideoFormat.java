package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.u16;
import static chat.tertulia.media.rtp.NetworkOrder.u8;

/** Payload formats as far as a forwarder must understand them: where a picture begins that needs no other. */
public enum VideoFormat {
    VP8 {
        @Override
        public boolean startsKeyframe(byte[] bytes, int offset, int length) {
            int header = Vp8Descriptor.length(bytes, offset, length);
            boolean startsPartitionZero = header > 0 && (bytes[offset] & 0x17) == 0x10;
            // RFC 6386 §9.1: the inverse key frame flag is the lowest bit of the first byte.
            return startsPartitionZero && header < length && (bytes[offset + header] & 0x01) == 0;
        }
    },

    /** RFC 9628 §4.2: not inter-predicted, start of a frame, lowest spatial layer. */
    VP9 {
        @Override
        public boolean startsKeyframe(byte[] bytes, int offset, int length) {
            if (length < 1) {
                return false;
            }
            int flags = u8(bytes, offset);
            boolean predicted = (flags & 0x40) != 0;
            boolean starts = (flags & 0x08) != 0;
            if (predicted || !starts) {
                return false;
            }
            boolean layered = (flags & 0x20) != 0;
            if (!layered) {
                return true;
            }
            int at = 1;
            if ((flags & 0x80) != 0) {
                at += length > 1 && (bytes[offset + 1] & 0x80) != 0 ? 2 : 1;
            }
            return at < length && ((bytes[offset + at] >> 1) & 0x07) == 0;
        }
    },

    /** RFC 6184 §5: a parameter set or an IDR slice, alone, aggregated, or the first fragment of it. */
    H264 {
        @Override
        public boolean startsKeyframe(byte[] bytes, int offset, int length) {
            if (length < 1) {
                return false;
            }
            int type = bytes[offset] & 0x1f;
            return switch (type) {
                case STAP_A -> aggregatesKeyframe(bytes, offset, length);
                case FU_A -> length > 1 && (bytes[offset + 1] & 0x80) != 0 && opensPicture(bytes[offset + 1] & 0x1f);
                default -> opensPicture(type);
            };
        }
    },

    /** AV1 RTP specification §4.4: N says that the packet begins a coded video sequence. */
    AV1 {
        @Override
        public boolean startsKeyframe(byte[] bytes, int offset, int length) {
            return length > 0 && (bytes[offset] & 0x88) == 0x08;
        }
    },

    /** Audio, or a format that we forward without understanding: any packet is a fine start. */
    OPAQUE {
        @Override
        public boolean startsKeyframe(byte[] bytes, int offset, int length) {
            return true;
        }
    };

    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    /** Never throws, whatever the bytes are; {@code offset} and {@code length} must lie in the array. */
    public abstract boolean startsKeyframe(byte[] bytes, int offset, int length);

    /** Name as in SDP, lower case. */
    public static VideoFormat of(String name) {
        return switch (name) {
            case "vp8" -> VP8;
            case "vp9" -> VP9;
            case "h264" -> H264;
            case "av1" -> AV1;
            default -> OPAQUE;
        };
    }

    private static boolean opensPicture(int nalType) {
        return nalType == SPS || nalType == IDR;
    }

    private static boolean aggregatesKeyframe(byte[] bytes, int offset, int length) {
        int at = 1;
        while (at + 2 < length) {
            int size = u16(bytes, offset + at);
            if (opensPicture(bytes[offset + at + 2] & 0x1f)) {
                return true;
            }
            at += 2 + Math.max(size, 1);
        }
        return false;
    }
}
