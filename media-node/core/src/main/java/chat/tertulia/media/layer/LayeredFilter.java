package chat.tertulia.media.layer;

import chat.tertulia.media.codec.FrameFacts;

/**
 * Layers told by the payload itself: VP8 and H264 (temporal), VP9 (both). A spatial layer is <em>whole</em> while each of its
 * frames went out since one that needed no earlier picture; only a whole layer can be shown.
 */
public final class LayeredFilter implements LayerFilter {
    private static final int ALL = FrameFacts.MAX_TEMPORAL - 1;

    private final boolean syncFrames;
    private int maxSpatial = FrameFacts.MAX_SPATIAL - 1;
    private int maxTemporal = ALL;
    private int spatial;
    private int temporal = ALL;
    private int whole;
    private int inPicture;
    private int pictureTimestamp;
    private boolean restarting = true;
    private boolean lacksKeyframe;

    /**
     * @param syncFrames {@link FrameFacts#switchUp} says that the frame needs the lowest layer alone (VP8), and not that
     *     nothing above it needs an earlier picture (VP9)
     */
    public LayeredFilter(boolean syncFrames) {
        this.syncFrames = syncFrames;
    }

    @Override
    public void limit(int spatialLimit, int temporalLimit) {
        maxSpatial = spatialLimit;
        maxTemporal = temporalLimit;
    }

    @Override
    public void restart() {
        restarting = true;
    }

    @Override
    public boolean admit(FrameFacts facts, int timestamp) {
        if (restarting || timestamp != pictureTimestamp) {
            pictureTimestamp = timestamp;
            beginPicture(facts);
        }
        boolean admitted = facts.temporal() <= temporal && admitSpatial(facts);
        inPicture |= admitted ? 1 << facts.spatial() : 0;
        return admitted;
    }

    private void beginPicture(FrameFacts facts) {
        inPicture = 0;
        lacksKeyframe = false;
        if (restarting || facts.keyframe()) {
            restarting = false;
            spatial = 0;
            whole = 1;
            temporal = maxTemporal;
            return;
        }
        if (maxSpatial < spatial) {
            boolean canFall = (whole & (1 << maxSpatial)) != 0;
            spatial = canFall ? maxSpatial : spatial;
            lacksKeyframe = !canFall;
        }
        if (maxTemporal <= temporal) {
            temporal = maxTemporal;
        } else if (facts.switchUp() && facts.temporal() <= temporal + (syncFrames ? 1 : 0)) {
            temporal = syncFrames ? Math.max(temporal, facts.temporal()) : maxTemporal;
        }
    }

    private boolean admitSpatial(FrameFacts facts) {
        int layer = facts.spatial();
        int bit = 1 << layer;
        if (layer > spatial) {
            return rise(facts);
        }
        if (passedOver(facts)) {
            whole &= ~bit;
            return false;
        }
        whole |= facts.predicted() ? 0 : bit;
        return true;
    }

    /** A layer below is of no use to this receiver when the one above does not look at it. */
    private boolean passedOver(FrameFacts facts) {
        return facts.spatial() < spatial && facts.predicted() && !facts.usedByHigher();
    }

    private boolean rise(FrameFacts facts) {
        int bit = 1 << facts.spatial();
        boolean wanted = facts.spatial() <= maxSpatial;
        boolean lowerThere =
                facts.spatial() == 0 || !facts.needsLower() || (inPicture & (1 << (facts.spatial() - 1))) != 0;
        if (wanted && !facts.predicted() && lowerThere) {
            spatial = facts.spatial();
            whole |= bit;
            return true;
        }
        lacksKeyframe |= wanted;
        whole &= ~bit;
        return false;
    }

    @Override
    public boolean useful(FrameFacts facts) {
        return facts.temporal() <= temporal && facts.spatial() <= spatial && !passedOver(facts);
    }

    /** On a keyframe, and where the structure of the stream is told, the layers may still rise up to the limit. */
    @Override
    public boolean endsPicture(FrameFacts facts) {
        boolean rising = !facts.predicted() || facts.spatialLayers() > 0;
        return facts.spatial() == (rising ? Math.max(spatial, maxSpatial) : spatial);
    }

    @Override
    public boolean lacksKeyframe() {
        return lacksKeyframe;
    }

    @Override
    public int spatial() {
        return spatial;
    }

    @Override
    public int temporal() {
        return temporal;
    }
}
