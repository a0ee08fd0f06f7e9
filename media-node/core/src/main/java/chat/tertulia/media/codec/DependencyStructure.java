package chat.tertulia.media.codec;

import java.util.Arrays;

/**
 * Template dependency structure of a dependency descriptor (AV1 RTP specification, appendix A.8.2): what kinds of frames a
 * stream has, and which decode targets need which of them. Immutable; holds until the next one.
 */
public final class DependencyStructure {
    static final int MAX_TEMPLATES = 64;
    static final int MAX_TARGETS = 32;
    static final int MAX_REFERENCES = 8;

    private static final int SAME_LAYER = 0;
    private static final int NEXT_TEMPORAL = 1;
    private static final int NEXT_SPATIAL = 2;

    private final int templateIdOffset;
    private final int targets;
    private final byte[] spatial = new byte[MAX_TEMPLATES];
    private final byte[] temporal = new byte[MAX_TEMPLATES];
    private final long[] indications = new long[MAX_TEMPLATES];
    private final byte[][] references = new byte[MAX_TEMPLATES][];
    private final int[] targetSpatial;
    private final int[] targetTemporal;
    private int templates;
    private int chains;
    private boolean valid = true;

    /** Reads on after the flags of the extended descriptor. */
    DependencyStructure(BitReader bits) {
        templateIdOffset = bits.bits(6);
        targets = bits.bits(5) + 1;
        targetSpatial = new int[targets];
        targetTemporal = new int[targets];
        readLayers(bits);
        for (int i = 0; i < templates; i++) {
            indications[i] = readIndications(bits, targets);
        }
        for (int i = 0; i < templates; i++) {
            references[i] = readReferences(bits);
        }
        readChains(bits);
        int spatialLayers = templates == 0 ? 0 : spatial[templates - 1] + 1;
        if (bits.flag()) {
            bits.bits(16);
            bits.bits(16);
            for (int i = 1; i < spatialLayers; i++) {
                bits.bits(16);
                bits.bits(16);
            }
        }
        findTargetLayers();
        valid &= !bits.overrun();
    }

    private void readLayers(BitReader bits) {
        int s = 0;
        int t = 0;
        for (int next = SAME_LAYER; next <= NEXT_SPATIAL && valid; next = bits.bits(2)) {
            t = next == NEXT_TEMPORAL ? t + 1 : next == NEXT_SPATIAL ? 0 : t;
            s += next == NEXT_SPATIAL ? 1 : 0;
            valid = templates < MAX_TEMPLATES
                    && s < FrameFacts.MAX_SPATIAL
                    && t < FrameFacts.MAX_TEMPORAL
                    && !bits.overrun();
            if (valid) {
                spatial[templates] = (byte) s;
                temporal[templates++] = (byte) t;
            }
        }
    }

    /** Two bits for each decode target, the first one lowest. */
    static long readIndications(BitReader bits, int targets) {
        long read = 0;
        for (int target = 0; target < targets; target++) {
            read |= (long) bits.bits(2) << (2 * target);
        }
        return read;
    }

    private byte[] readReferences(BitReader bits) {
        byte[] differences = new byte[MAX_REFERENCES];
        int count = 0;
        while (bits.flag() && valid) {
            valid = count < MAX_REFERENCES && !bits.overrun();
            int difference = bits.bits(4) + 1;
            if (valid) {
                differences[count++] = (byte) difference;
            }
        }
        return Arrays.copyOf(differences, count);
    }

    private void readChains(BitReader bits) {
        chains = bits.nonSymmetric(targets + 1);
        if (chains == 0) {
            return;
        }
        for (int target = 0; target < targets; target++) {
            bits.nonSymmetric(chains);
        }
        for (int template = 0; template < templates; template++) {
            for (int chain = 0; chain < chains; chain++) {
                bits.bits(4);
            }
        }
    }

    /** A decode target is as high as the highest frame that it has. */
    private void findTargetLayers() {
        for (int template = 0; template < templates; template++) {
            for (int target = 0; target < targets; target++) {
                if (((indications[template] >> (2 * target)) & 3) != FrameDependencies.NOT_PRESENT) {
                    targetSpatial[target] = Math.max(targetSpatial[target], spatial[template]);
                    targetTemporal[target] = Math.max(targetTemporal[target], temporal[template]);
                }
            }
        }
    }

    boolean valid() {
        return valid;
    }

    /** Index of the template with this id, or -1. */
    int template(int id) {
        int index = (id - templateIdOffset) & 0x3f;
        return index < templates ? index : -1;
    }

    int chains() {
        return chains;
    }

    int spatialOf(int template) {
        return spatial[template];
    }

    int temporalOf(int template) {
        return temporal[template];
    }

    long indicationsOf(int template) {
        return indications[template];
    }

    byte[] referencesOf(int template) {
        return references[template];
    }

    /** How many decode targets there are. */
    public int targets() {
        return targets;
    }

    /** Highest spatial layer of a decode target. */
    public int targetSpatial(int target) {
        return targetSpatial[target];
    }

    public int targetTemporal(int target) {
        return targetTemporal[target];
    }

    /** Decode targets that need nothing above these layers, one bit each. */
    public int targetsWithin(int maxSpatial, int maxTemporal) {
        int mask = 0;
        for (int target = 0; target < targets; target++) {
            boolean within = targetSpatial[target] <= maxSpatial && targetTemporal[target] <= maxTemporal;
            mask |= within ? 1 << target : 0;
        }
        return mask;
    }
}
