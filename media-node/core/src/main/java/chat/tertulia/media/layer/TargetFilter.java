package chat.tertulia.media.layer;

import chat.tertulia.media.codec.DependencyStructure;
import chat.tertulia.media.codec.FrameDependencies;
import chat.tertulia.media.codec.FrameFacts;
import java.util.Arrays;

/**
 * Layers told by the dependency descriptor (AV1 RTP specification, appendix A): the receiver gets one decode target, and another
 * one from a frame on that has a switch indication for it and whose references went out.
 */
public final class TargetFilter implements LayerFilter {
    private static final int REMEMBERED = 256;
    private static final int NONE = -1;

    private final int[] sent = new int[REMEMBERED];
    private int maxSpatial = FrameFacts.MAX_SPATIAL - 1;
    private int maxTemporal = FrameFacts.MAX_TEMPORAL - 1;
    private int target = NONE;
    private int spatial;
    private int temporal;
    private boolean lacksKeyframe;

    public TargetFilter() {
        restart();
    }

    @Override
    public void limit(int spatialLimit, int temporalLimit) {
        maxSpatial = spatialLimit;
        maxTemporal = temporalLimit;
    }

    @Override
    public void restart() {
        target = NONE;
        Arrays.fill(sent, NONE);
    }

    @Override
    public boolean admit(FrameFacts facts, int timestamp) {
        FrameDependencies frame = facts.dependencies();
        DependencyStructure structure = facts.structure();
        if (structure == null) {
            return true; // what it says will be known when the lost structure has been sent again
        }
        if (facts.keyframe()) {
            restart();
        }
        choose(structure, frame);
        boolean admitted = target >= 0
                && target < structure.targets()
                && frame.indication(target) != FrameDependencies.NOT_PRESENT;
        if (admitted) {
            sent[frame.frameNumber() & (REMEMBERED - 1)] = frame.frameNumber();
        }
        return admitted;
    }

    /** The best decode target within the limits that can be taken up at this frame, if it is better than the present one. */
    private void choose(DependencyStructure structure, FrameDependencies frame) {
        int allowed = structure.targetsWithin(maxSpatial, maxTemporal) & frame.activeTargets();
        int fallback = allowed == 0 ? structure.targetsWithin(maxSpatial, maxTemporal) : allowed;
        int candidates = fallback == 0 ? 1 << (structure.targets() - 1) : fallback;
        int best = best(structure, candidates);
        boolean keepable = target >= 0 && target < structure.targets() && (candidates & (1 << target)) != 0;
        if (best == target) {
            lacksKeyframe = false;
            return;
        }
        if (target < 0) {
            take(structure, best);
            return;
        }
        boolean decodable = decodable(frame);
        for (int left = candidates; left != 0; ) {
            int candidate = best(structure, left);
            left &= ~(1 << candidate);
            if (keepable && rank(structure, candidate) <= rank(structure, target)) {
                return;
            }
            if (frame.indication(candidate) == FrameDependencies.SWITCH) {
                lacksKeyframe |= candidate == best && !decodable;
                if (decodable) {
                    take(structure, candidate);
                    return;
                }
            }
        }
    }

    private void take(DependencyStructure structure, int chosen) {
        target = chosen;
        spatial = structure.targetSpatial(chosen);
        temporal = structure.targetTemporal(chosen);
        lacksKeyframe = false;
    }

    private static int best(DependencyStructure structure, int candidates) {
        int best = NONE;
        for (int left = candidates; left != 0; left &= left - 1) {
            int candidate = Integer.numberOfTrailingZeros(left);
            if (best == NONE || rank(structure, candidate) > rank(structure, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static int rank(DependencyStructure structure, int of) {
        return structure.targetSpatial(of) * FrameFacts.MAX_TEMPORAL + structure.targetTemporal(of);
    }

    private boolean decodable(FrameDependencies frame) {
        for (int i = 0; i < frame.referenceCount(); i++) {
            int needed = (frame.frameNumber() - frame.reference(i)) & 0xffff;
            if (sent[needed & (REMEMBERED - 1)] != needed) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean useful(FrameFacts facts) {
        DependencyStructure structure = facts.structure();
        return structure == null
                || (target >= 0
                        && target < structure.targets()
                        && facts.dependencies().indication(target) != FrameDependencies.NOT_PRESENT);
    }

    @Override
    public boolean endsPicture(FrameFacts facts) {
        return facts.dependencies().known() && facts.spatial() == spatial;
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
