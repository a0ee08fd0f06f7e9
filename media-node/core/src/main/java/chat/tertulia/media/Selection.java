package chat.tertulia.media;

import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.media.codec.FrameFacts;
import chat.tertulia.media.layer.LayerMeter;

/** What one receiver wants of a track, and what of it its bandwidth permits. */
final class Selection {
    private boolean enabled = true;
    private int maxLayer = Integer.MAX_VALUE;
    private int maxFps = SelectLayer.ANY_FPS;
    private int maxSpatial = Integer.MAX_VALUE;
    private int maxTemporal = FrameFacts.MAX_TEMPORAL - 1;

    /** What the receiver wants. */
    void want(boolean wanted, int layer, int fps) {
        enabled = wanted;
        maxLayer = Math.max(0, layer);
        maxFps = fps;
    }

    /**
     * What bandwidth permits; true when that is another than before.
     *
     * @param spatial simulcast layer or spatial layer, -1 for nothing at all
     */
    boolean permit(int spatial, int temporal) {
        int most = Math.min(temporal, FrameFacts.MAX_TEMPORAL - 1);
        boolean changed = spatial != maxSpatial || most != maxTemporal;
        maxSpatial = spatial;
        maxTemporal = most;
        return changed;
    }

    boolean enabled() {
        return enabled;
    }

    boolean permitted() {
        return maxSpatial >= 0;
    }

    /** The best layer that the receiver wants, -1 for none. */
    int wish() {
        return enabled ? maxLayer : -1;
    }

    /** The best temporal layer that the receiver wants. */
    int wishedTemporal(LayerMeter layers) {
        return maxFps == SelectLayer.ANY_FPS ? Integer.MAX_VALUE : layers.temporalWithin(maxFps);
    }

    /** The best simulcast or spatial layer that may go out. */
    int spatial() {
        return Math.min(maxLayer, maxSpatial);
    }

    /** The best temporal layer that may go out. */
    int temporal(LayerMeter layers) {
        return maxFps == SelectLayer.ANY_FPS ? maxTemporal : Math.min(maxTemporal, layers.temporalWithin(maxFps));
    }

    int maxTemporal() {
        return maxTemporal;
    }
}
