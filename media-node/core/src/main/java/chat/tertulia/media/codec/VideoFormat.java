package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.u8;

/** Payload formats as far as a forwarder must understand them. */
public enum VideoFormat {
    VP8 {
        @Override
        public void read(byte[] bytes, int offset, int length, FrameFacts facts) {
            Vp8Descriptor.read(bytes, offset, length, facts);
        }
    },

    VP9 {
        @Override
        public void read(byte[] bytes, int offset, int length, FrameFacts facts) {
            Vp9Descriptor.read(bytes, offset, length, facts);
        }
    },

    H264 {
        @Override
        public void read(byte[] bytes, int offset, int length, FrameFacts facts) {
            H264Payload.read(bytes, offset, length, facts);
        }
    },

    /**
     * AV1 RTP specification §4.4, aggregation header {@code |Z|Y|W W|N|-|-|-|}: N says that the packet begins a coded video
     * sequence, Z that it goes on with the last packet's unit. Layers are told by the dependency descriptor alone.
     */
    AV1 {
        @Override
        public void read(byte[] bytes, int offset, int length, FrameFacts facts) {
            if (length > 0) {
                int header = u8(bytes, offset);
                facts.keyframe = (header & 0x88) == 0x08;
                facts.starts = facts.keyframe;
                facts.predicted = !facts.keyframe;
            }
        }
    },

    /** Redundant audio: any packet is a fine start. */
    RED {
        @Override
        public void read(byte[] bytes, int offset, int length, FrameFacts facts) {
            facts.keyframe = RedPayload.read(bytes, offset, length, facts);
        }
    },

    /** Audio, or a format that we forward without understanding: any packet is a fine start. */
    OPAQUE {
        @Override
        public void read(byte[] bytes, int offset, int length, FrameFacts facts) {
            facts.keyframe = length > 0;
        }
    };

    /** Fills in what the payload says. Never throws; {@code offset} and {@code length} must lie in the array. */
    public abstract void read(byte[] bytes, int offset, int length, FrameFacts facts);

    /** Name as in SDP, lower case. */
    public static VideoFormat of(String name) {
        return switch (name) {
            case "vp8" -> VP8;
            case "vp9" -> VP9;
            case "h264" -> H264;
            case "av1" -> AV1;
            case "red" -> RED;
            default -> OPAQUE;
        };
    }
}
