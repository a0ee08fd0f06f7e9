package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.voice.sdp.Outgoing;
import java.util.List;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.UpdateTrackSettings;

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
    private boolean enabled = true;
    private int maxLayer = Integer.MAX_VALUE;
    private int maxFps = SelectLayer.ANY_FPS;
    private int pixels;
    private int wishedPriority;

    Subscription(Publication publication, Sids.Ssrcs ssrcs, boolean mayPause) {
        this.publication = publication;
        this.mayPause = mayPause;
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

    void place() {
        placed = true;
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

    /** A width wins over a quality, because an absent quality reads as LOW on the wire. */
    void settings(UpdateTrackSettings settings) {
        enabled = !settings.getDisabled();
        maxFps = settings.getFps() > 0 ? settings.getFps() : SelectLayer.ANY_FPS;
        wishedPriority = Math.max(0, settings.getPriority());
        pixels = (int)
                Math.min(MOST_PIXELS, (long) Math.max(0, settings.getWidth()) * Math.max(0, settings.getHeight()));
        if (settings.getWidth() > 0) {
            maxLayer = layerOfWidth(settings.getWidth());
        } else if (enabled) {
            maxLayer = layerOfQuality(settings.getQualityValue());
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
