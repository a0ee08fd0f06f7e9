package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.voice.sdp.Outgoing;
import java.util.List;
import java.util.Optional;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.jspecify.annotations.Nullable;

/**
 * One track on its way to one receiver. Ends once and is never revived: a new wish is a new subscription with new SSRCs.
 *
 * <p>Owned by: the receiving participant.
 */
final class Subscription {
    private static final int MOST_PIXELS = 1 << 30;

    private final Publication publication;
    private final long ssrc;
    private final long rtxSsrc;
    private final boolean mayPause;
    private boolean ended;
    private boolean placed;
    private String codec;
    private boolean enabled = true;
    private int maxLayer = Integer.MAX_VALUE;
    private int maxFps = SelectLayer.ANY_FPS;
    private int pixels;
    private int wishedPriority;
    private @Nullable UpdateTrackSettings settings;

    Subscription(Publication publication, Sids.Ssrcs ssrcs, boolean mayPause) {
        this.publication = publication;
        this.mayPause = mayPause;
        this.codec = publication.codec();
        this.ssrc = ssrcs.next();
        this.rtxSsrc = publication.kind() == MediaKind.VIDEO ? ssrcs.next() : 0;
    }

    Publication publication() {
        return publication;
    }

    String trackSid() {
        return publication.sid();
    }

    MediaKind kind() {
        return publication.kind();
    }

    Outgoing outgoing() {
        return new Outgoing(publication.stream(), publication.sid(), ssrc, rtxSsrc);
    }

    boolean ended() {
        return ended;
    }

    void end(Sids.Ssrcs ssrcs) {
        ended = true;
        ssrcs.release(ssrc);
        ssrcs.release(rtxSsrc);
    }

    /** Wants a section and has none. */
    boolean waiting() {
        return !ended && !placed;
    }

    /** @param codecName encoding name in which it is received */
    void place(String codecName) {
        placed = true;
        codec = codecName;
    }

    /** In which it is received; the publication's first until a section is known. */
    String codec() {
        return codec;
    }

    void displace() {
        placed = false;
    }

    boolean placed() {
        return placed;
    }

    boolean enabled() {
        return enabled;
    }

    int maxLayer() {
        return maxLayer;
    }

    int maxFps() {
        return maxFps;
    }

    /** That it is drawn with, 0 for unknown. */
    int pixels() {
        return pixels;
    }

    /** As LiveKit counts: 1 comes first, 0 is none. What a client did not rank comes behind a shared screen. */
    int priority() {
        return wishedPriority == 0 && publication.screen() ? 1 : wishedPriority;
    }

    /** Whether it may be held back when bandwidth is short. */
    boolean mayPause() {
        return mayPause;
    }

    /** Wants what everybody gets without asking. */
    boolean ordinary() {
        return enabled
                && maxLayer == Integer.MAX_VALUE
                && maxFps == SelectLayer.ANY_FPS
                && pixels == 0
                && priority() == 0
                && mayPause;
    }

    /** As the client last said it, if it ever did. */
    Optional<UpdateTrackSettings> settings() {
        return Optional.ofNullable(settings);
    }

    /** A width wins over a quality, because an absent quality reads as LOW on the wire. */
    void settings(UpdateTrackSettings wish) {
        settings = wish;
        enabled = !wish.getDisabled();
        maxFps = wish.getFps() > 0 ? wish.getFps() : SelectLayer.ANY_FPS;
        wishedPriority = Math.max(0, wish.getPriority());
        pixels = (int) Math.min(MOST_PIXELS, (long) Math.max(0, wish.getWidth()) * Math.max(0, wish.getHeight()));
        if (wish.getWidth() > 0) {
            maxLayer = layerOfWidth(wish.getWidth());
        } else if (enabled) {
            maxLayer = layerOfQuality(wish.getQualityValue());
        }
    }

    /** The smallest layer that fills the width. */
    private int layerOfWidth(int width) {
        List<VideoLayer> layers = publication.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).getWidth() >= width) {
                return i == layers.size() - 1 ? Integer.MAX_VALUE : i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private int layerOfQuality(int quality) {
        if (quality >= VideoQuality.HIGH_VALUE) {
            return Integer.MAX_VALUE;
        }
        List<VideoLayer> layers = publication.layers();
        int best = 0;
        for (int i = 0; i < layers.size(); i++) {
            best = layers.get(i).getQualityValue() <= quality ? i : best;
        }
        return layers.isEmpty() ? quality : best;
    }
}
