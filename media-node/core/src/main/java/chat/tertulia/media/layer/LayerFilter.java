package chat.tertulia.media.layer;

import chat.tertulia.media.codec.FrameFacts;

/**
 * Which frames of one encoding one receiver gets. Changes its level only where the format says that a decoder can follow. Sees
 * frames in the order of the stream; packets of one frame share one decision.
 */
public sealed interface LayerFilter permits LayeredFilter, TargetFilter {
    /** What the receiver may get at most from now on. */
    void limit(int spatial, int temporal);

    /** The next frame is a keyframe from which everything begins anew. */
    void restart();

    /** Decides about a frame whose first packet, or first packet that came, is this one. */
    boolean admit(FrameFacts facts, int timestamp);

    /** Whether a frame about which nothing was decided, because all of it came late, is of use now. */
    boolean useful(FrameFacts facts);

    /** The receiver gets nothing after this frame of its picture. */
    boolean endsPicture(FrameFacts facts);

    /** The limits cannot be reached without a keyframe. */
    boolean lacksKeyframe();

    int spatial();

    int temporal();
}
