package chat.tertulia.voice.signal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.SubscribedCodec;
import livekit.LivekitRtc.SubscribedQuality;
import livekit.LivekitRtc.SubscribedQualityUpdate;

/**
 * What the receivers of one track want of its publisher, by codec. The second codec is sent while somebody gets it; the first
 * while somebody gets it, or nobody the second.
 *
 * <p>Owned by: the room.
 */
final class CodecDemand {
    /** All of them, also for one encoding: clients take that for the lowest. */
    private static final List<VideoQuality> QUALITIES =
            List.of(VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH);

    private final Publication publication;
    private final Map<String, String> codecByReceiver = new HashMap<>();
    private int layer = Integer.MAX_VALUE;
    private SubscribedQualityUpdate told;

    CodecDemand(Publication publication) {
        this.publication = publication;
        told = wanted(); // what publishers do unasked
    }

    /** @param codec in which this participant gets the track */
    void takes(String participantSid, String codec) {
        codecByReceiver.put(participantSid, codec);
    }

    void leaves(String participantSid) {
        codecByReceiver.remove(participantSid);
    }

    /** @param best layer of the first codec that the node has a use for, -1 for none */
    void wants(int best) {
        layer = best;
    }

    /** What the publisher is to be told, when it is another thing than the last time. */
    Optional<SubscribedQualityUpdate> news() {
        SubscribedQualityUpdate now = wanted();
        if (now.equals(told)) {
            return Optional.empty();
        }
        told = now;
        return Optional.of(now);
    }

    /** What was told last, for a publisher that may not have heard it. */
    SubscribedQualityUpdate told() {
        return told;
    }

    /** Always all codecs: clients forget those that are not named. */
    private SubscribedQualityUpdate wanted() {
        boolean second = publication.codecs().stream().skip(1).anyMatch(codecByReceiver::containsValue);
        boolean first = codecByReceiver.containsValue(publication.codec()) || !second;
        SubscribedQualityUpdate.Builder update =
                SubscribedQualityUpdate.newBuilder().setTrackSid(publication.sid());
        for (String codec : publication.codecs()) {
            boolean primary = codec.equals(publication.codec());
            SubscribedCodec.Builder entry = SubscribedCodec.newBuilder().setCodec(codec);
            QUALITIES.forEach(quality -> entry.addQualities(SubscribedQuality.newBuilder()
                    .setQuality(quality)
                    .setEnabled(primary ? first && rank(quality) <= layer : codecByReceiver.containsValue(codec))));
            update.addSubscribedCodecs(entry);
        }
        return update.build();
    }

    /** Index of the layer of this quality; of those that there are not, the lowest. */
    private int rank(VideoQuality quality) {
        for (int i = 0; i < publication.layers().size(); i++) {
            if (publication.layers().get(i).getQuality() == quality) {
                return i;
            }
        }
        return 0;
    }
}
