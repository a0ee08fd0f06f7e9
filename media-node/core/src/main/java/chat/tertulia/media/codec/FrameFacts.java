package chat.tertulia.media.codec;

import org.jspecify.annotations.Nullable;

/**
 * What a packet says of the frame that it belongs to, in the words that all formats have in common. A frame is what one
 * spatial layer adds to one picture. Reused; a packet of a format that says nothing belongs to the only layer.
 */
public final class FrameFacts {
    /** RFC 9628 allows eight, the AV1 RTP specification four. */
    public static final int MAX_SPATIAL = 8;

    public static final int MAX_TEMPORAL = 8;

    final PictureIds ids = new PictureIds();
    final FrameDependencies dependencies = new FrameDependencies();
    boolean keyframe;
    boolean starts;
    boolean ends;
    boolean predicted;
    boolean needsLower;
    boolean usedByHigher;
    boolean switchUp;
    int spatial;
    int temporal;
    int spatialLayers;
    int primaryOffset;
    int primaryBytes;

    public void clear() {
        ids.clear();
        dependencies.clear();
        keyframe = false;
        starts = false;
        ends = false;
        predicted = true;
        needsLower = false;
        usedByHigher = true;
        switchUp = false;
        spatial = 0;
        temporal = 0;
        spatialLayers = 0;
        primaryOffset = 0;
        primaryBytes = -1;
    }

    public PictureIds ids() {
        return ids;
    }

    /** What the dependency descriptor said, if there was one. */
    public FrameDependencies dependencies() {
        return dependencies;
    }

    /** First packet of a picture that needs no other; the lowest spatial layer of it. */
    public boolean keyframe() {
        return keyframe;
    }

    /** First packet of its frame. */
    public boolean starts() {
        return starts;
    }

    /** Last packet of its frame; formats that do not say so leave it to the marker. */
    public boolean ends() {
        return ends;
    }

    /** Needs an earlier picture. */
    public boolean predicted() {
        return predicted;
    }

    /** Needs the next lower spatial layer of the same picture. */
    public boolean needsLower() {
        return needsLower;
    }

    /** May be needed by a higher spatial layer of the same picture. */
    public boolean usedByHigher() {
        return usedByHigher;
    }

    /** VP8: depends on the lowest temporal layer alone. VP9: what follows in higher temporal layers needs none before. */
    public boolean switchUp() {
        return switchUp;
    }

    public int spatial() {
        return spatial;
    }

    public int temporal() {
        return temporal;
    }

    /** How many spatial layers the stream has from here on, 0 when this packet does not say. */
    public int spatialLayers() {
        return spatialLayers;
    }

    /** Where the primary block of a RED payload begins (RFC 2198), relative to the payload. */
    public int primaryOffset() {
        return primaryOffset;
    }

    /** Its length; -1 when the payload is not RED or not well-formed. */
    public int primaryBytes() {
        return primaryBytes;
    }

    /** Structure of the stream that the dependencies refer to, or null. */
    public @Nullable DependencyStructure structure() {
        return dependencies.structure;
    }
}
