package chat.tertulia.media.codec;

import org.jspecify.annotations.Nullable;

/**
 * Dependency descriptor header extension (AV1 RTP specification, appendix A): read with the structure that the stream sent
 * last, and written with other numbers for one receiver. Owned by: one incoming stream.
 *
 * <pre>
 * |S|E| template id | frame number (16) | then, if longer: |T|A|D|F|C| structure, active targets, own values ...
 * </pre>
 */
public final class DependencyDescriptor {
    private static final int MANDATORY_BYTES = 3;

    private final BitReader bits = new BitReader();
    private @Nullable DependencyStructure structure;
    private long structureSequence;
    private int activeTargets;
    private int lastFrameNumber = -1;
    private long lastIndications;

    /**
     * Reads the element into the facts.
     *
     * @param sequence unwrapped number of the packet: a structure that comes late does not replace a newer one
     * @return whether the stream has another structure now
     */
    public boolean read(byte[] bytes, int offset, int length, long sequence, FrameFacts facts) {
        FrameDependencies read = facts.dependencies;
        if (length < MANDATORY_BYTES) {
            return false;
        }
        bits.wrap(bytes, offset, length);
        facts.starts = bits.flag();
        facts.ends = bits.flag();
        int template = bits.bits(6);
        read.frameNumber = bits.bits(16);
        read.described = true;
        read.elementAt = offset;
        read.elementBytes = length;
        boolean replaced = false;
        int flags = length > MANDATORY_BYTES ? bits.bits(5) : 0;
        read.extended = length > MANDATORY_BYTES;
        if ((flags & 0x10) != 0) {
            replaced = readStructure(sequence);
        }
        read.maskBit = bits.position();
        read.carriesStructure = (flags & 0x10) != 0;
        DependencyStructure current = structure;
        int index = current == null || sequence < structureSequence ? -1 : current.template(template);
        if (current == null || index < 0) {
            return replaced;
        }
        if ((flags & 0x08) != 0) {
            activeTargets = bits.bits(current.targets());
            read.carriesMask = true;
        }
        readFrame(current, index, flags, read);
        if (!bits.overrun()) {
            describe(current, index, facts);
        }
        return replaced;
    }

    /** Reads once more what was read before its structure was there. */
    public void again(byte[] bytes, long sequence, FrameFacts facts) {
        FrameDependencies before = facts.dependencies;
        if (before.described && !before.known()) {
            read(bytes, before.elementAt, before.elementBytes, sequence, facts);
        }
    }

    private boolean readStructure(long sequence) {
        DependencyStructure fresh = new DependencyStructure(bits);
        if (!fresh.valid() || (structure != null && sequence < structureSequence)) {
            return false;
        }
        structure = fresh;
        structureSequence = sequence;
        activeTargets = fresh.targets() == 32 ? -1 : (1 << fresh.targets()) - 1;
        return true;
    }

    private void readFrame(DependencyStructure of, int template, int flags, FrameDependencies read) {
        boolean goesOn = !read.extended && read.frameNumber == lastFrameNumber;
        read.indications = goesOn ? lastIndications : of.indicationsOf(template);
        if ((flags & 0x04) != 0) {
            read.indications = DependencyStructure.readIndications(bits, of.targets());
        }
        lastFrameNumber = read.frameNumber;
        lastIndications = read.indications;
        byte[] usual = of.referencesOf(template);
        read.referenceCount = usual.length;
        for (int i = 0; i < usual.length; i++) {
            read.reference(i, usual[i]);
        }
        if ((flags & 0x02) != 0) {
            readReferences(read);
        }
        if ((flags & 0x01) != 0) {
            for (int chain = 0; chain < of.chains(); chain++) {
                bits.bits(8);
            }
        }
        read.usedBits = bits.position();
    }

    private void readReferences(FrameDependencies read) {
        read.referenceCount = 0;
        for (int size = bits.bits(2); size != 0; size = bits.bits(2)) {
            int difference = bits.bits(4 * size) + 1;
            if (read.referenceCount < DependencyStructure.MAX_REFERENCES) {
                read.reference(read.referenceCount++, difference);
            }
        }
    }

    private void describe(DependencyStructure of, int template, FrameFacts facts) {
        FrameDependencies read = facts.dependencies;
        read.structure = of;
        read.activeTargets = activeTargets;
        facts.spatial = of.spatialOf(template);
        facts.temporal = of.temporalOf(template);
        facts.predicted = read.referenceCount > 0;
        facts.usedByHigher = false;
        for (int target = 0; target < of.targets(); target++) {
            facts.usedByHigher |= of.targetSpatial(target) > facts.spatial
                    && read.indication(target) != FrameDependencies.NOT_PRESENT;
            if ((activeTargets & (1 << target)) != 0) {
                facts.spatialLayers = Math.max(facts.spatialLayers, of.targetSpatial(target) + 1);
            }
        }
        // An extension says where a coded sequence begins more surely than the payload, which may be encrypted.
        facts.keyframe = facts.starts && read.carriesStructure && facts.spatial == 0;
    }
}
