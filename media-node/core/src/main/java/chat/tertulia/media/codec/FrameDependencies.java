package chat.tertulia.media.codec;

import static chat.tertulia.media.rtp.NetworkOrder.put16;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the dependency descriptor of a packet says of its frame: who needs it, and which frames it needs. Reused. */
public final class FrameDependencies {
    /** In {@link #write}: leave the active decode targets as they are. */
    public static final long AS_IT_IS = -1;

    /** Longest header extension element, and the little that it may grow. */
    public static final int MAX_BYTES = 264;

    private static final int FLAGS_BYTE = 3;
    private static final int MASK_FLAG_BIT = 25;
    private static final int FIRST_FIELD_BIT = 29;

    /** The decode target does not contain the frame. */
    public static final int NOT_PRESENT = 0;

    /** All that follows for the decode target can be decoded if this frame can be. */
    public static final int SWITCH = 2;

    final byte[] references = new byte[2 * DependencyStructure.MAX_REFERENCES];

    @Nullable
    DependencyStructure structure;

    int frameNumber;
    int referenceCount;
    long indications;
    int activeTargets;
    int elementAt;
    int elementBytes;
    int maskBit;
    int usedBits;
    boolean extended;
    boolean carriesStructure;
    boolean carriesMask;
    boolean described;

    void clear() {
        structure = null;
        referenceCount = 0;
        indications = 0;
        maskBit = 0;
        usedBits = 0;
        extended = false;
        carriesStructure = false;
        carriesMask = false;
        described = false;
    }

    /** There was a descriptor, whether its structure is known or not: then {@link #frameNumber} is there. */
    public boolean described() {
        return described;
    }

    /** Everything else can be read. */
    public boolean known() {
        return structure != null;
    }

    /** 16 bits, as it was sent. */
    public int frameNumber() {
        return frameNumber;
    }

    /** {@link #NOT_PRESENT}, 1 (discardable), {@link #SWITCH} or 3 (required). */
    public int indication(int target) {
        return (int) (indications >> (2 * target)) & 3;
    }

    public int referenceCount() {
        return referenceCount;
    }

    /** How many frames before this one the frame is that it needs. */
    public int reference(int index) {
        return ((references[2 * index] & 0xff) << 8) | (references[2 * index + 1] & 0xff);
    }

    void reference(int index, int difference) {
        references[2 * index] = (byte) (difference >> 8);
        references[2 * index + 1] = (byte) difference;
    }

    /** Decode targets that the publisher produces at present, one bit each. */
    public int activeTargets() {
        return activeTargets;
    }

    public boolean carriesStructure() {
        return carriesStructure;
    }

    public boolean carriesMask() {
        return carriesMask;
    }

    /**
     * The descriptor for a receiver that gets only some decode targets.
     *
     * @param packet the bytes that it was read from
     * @param number frame number to write
     * @param mask active decode targets to write, or {@link #AS_IT_IS}
     * @return its length in {@code into}
     */
    public int write(byte[] packet, int number, long mask, byte[] into) {
        System.arraycopy(packet, elementAt, into, 0, elementBytes);
        put16(into, 1, number);
        if (mask == AS_IT_IS || structure == null) {
            return elementBytes;
        }
        int targets = structure.targets();
        if (!extended) {
            Arrays.fill(into, FLAGS_BYTE, FLAGS_BYTE + 6, (byte) 0);
            putBit(into, MASK_FLAG_BIT, 1);
            putMask(into, FIRST_FIELD_BIT, mask, targets);
            return (FIRST_FIELD_BIT + targets + 7) / 8;
        }
        if (carriesMask) {
            putMask(into, maskBit, mask, targets);
            return elementBytes;
        }
        return insertMask(packet, mask, targets, into);
    }

    private int insertMask(byte[] packet, long mask, int targets, byte[] into) {
        int bytes = (usedBits + targets + 7) / 8;
        Arrays.fill(into, elementBytes, Math.max(elementBytes, bytes), (byte) 0);
        putBit(into, MASK_FLAG_BIT, 1);
        for (int bit = maskBit; bit < usedBits; bit++) {
            putBit(into, bit + targets, (packet[elementAt + (bit >> 3)] >> (7 - (bit & 7))) & 1);
        }
        for (int bit = usedBits + targets; bit < 8 * bytes; bit++) {
            putBit(into, bit, 0);
        }
        putMask(into, maskBit, mask, targets);
        return bytes;
    }

    /** Highest decode target first, as a number is written. */
    private static void putMask(byte[] into, int at, long mask, int targets) {
        for (int i = 0; i < targets; i++) {
            putBit(into, at + i, (int) (mask >> (targets - 1 - i)) & 1);
        }
    }

    private static void putBit(byte[] into, int at, int bit) {
        int shift = 7 - (at & 7);
        into[at >> 3] = (byte) ((into[at >> 3] & ~(1 << shift)) | (bit << shift));
    }
}
