package chat.tertulia.media;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.media.codec.VideoFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the payload types of a section mean. */
final class ReceivePayloads {
    /**
     * @param repairs the payload type whose packets are retransmitted under this one, or -1
     */
    record Payload(Codec codec, VideoFormat format, int repairs) {
        boolean isRepair() {
            return repairs >= 0;
        }
    }

    private final @Nullable Payload[] byType = new @Nullable Payload[128];
    private final List<Codec> codecs;

    ReceivePayloads(List<Codec> codecs) {
        this.codecs = codecs;
        for (Codec codec : codecs) {
            VideoFormat format = VideoFormat.of(codec.name());
            put(codec.payloadType(), new Payload(codec, format, -1));
            put(codec.rtxPayloadType(), new Payload(codec, format, codec.payloadType()));
        }
    }

    private void put(int type, Payload payload) {
        if (type >= 0 && type < byType.length) {
            byType[type] = payload;
        }
    }

    @Nullable
    Payload get(int type) {
        return byType[type];
    }

    List<Codec> codecs() {
        return codecs;
    }
}
