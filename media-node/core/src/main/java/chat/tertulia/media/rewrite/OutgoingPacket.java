package chat.tertulia.media.rewrite;

import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.codec.FrameDependencies;
import chat.tertulia.media.codec.PictureIds;
import chat.tertulia.media.codec.RedPayload;
import org.jspecify.annotations.Nullable;

/** One packet that waits for one receiver: the shared bytes and what is different for this receiver. Reused by its queue. */
public final class OutgoingPacket {
    /** In {@link #originalSequence}: not a retransmission in the format of RFC 4588. */
    public static final int NOT_RTX = -1;

    /** Earlier packets that one of ours carries again at most. */
    public static final int MOST_EARLIER = 4;

    /** Of all sound in one packet, with the headers of its blocks: it shall not be fragmented. */
    static final int MOST_SOUND_BYTES = 1000;

    /** RFC 2198 §3: 14 bits of timestamp, 10 of length. */
    private static final int LARGEST_STEP = 0x3fff;

    private static final StoredPacket[] NONE_EARLIER = {};

    private @Nullable StoredPacket packet;
    private StoredPacket[] earlier = NONE_EARLIER;
    private int earlierCount;
    private int earlierBytes;
    private int blockType;
    private byte[] mid = {};
    private boolean rtcp;
    private boolean repair;
    private boolean urgent;
    private int filler;
    private int ssrc;
    private int payloadType;
    private int sequence;
    private int timestamp;
    private int frameNumber;
    private boolean marker;
    private int payloadOffset;
    private int payloadLength;
    private byte[] prefix = {};
    private int prefixLength;
    private byte[] descriptor = {};
    private int descriptorLength;
    private int originalSequence;
    private int length;
    private int padding;
    private boolean twoByte;

    /** RTCP that was written into the packet as it shall go out. */
    void rtcp(StoredPacket compound) {
        packet = compound;
        earlierBytes = 0;
        rtcp = true;
        repair = false;
        urgent = true;
        filler = 0;
    }

    void media(StoredPacket shared) {
        shared.retain();
        packet = shared;
        rtcp = false;
        repair = false;
        urgent = false;
        filler = 0;
        originalSequence = NOT_RTX;
        padding = 0;
        payloadOffset = shared.rtp().payloadOffset();
        payloadLength = shared.rtp().payloadLength();
        prefixLength = 0;
        descriptorLength = 0;
        earlierBytes = 0;
    }

    public void route(byte[] midOfSection, int outSsrc, int outPayloadType) {
        mid = midOfSection;
        ssrc = outSsrc;
        payloadType = outPayloadType;
    }

    public void payloadType(int outPayloadType) {
        payloadType = outPayloadType;
    }

    void place(int outSequence, int outTimestamp, boolean outMarker) {
        sequence = outSequence;
        timestamp = outTimestamp;
        marker = outMarker;
    }

    void frameNumber(int number) {
        frameNumber = number & 0xffff;
    }

    /** Picture id and TL0PICIDX in the payload's first bytes become other ones. */
    void rewriteIds(int pictureIdOffset, int tl0Offset) {
        PictureIds ids = packet().facts().ids();
        int bytes = ids.prefixBytes();
        if (bytes == 0 || (pictureIdOffset == 0 && tl0Offset == 0)) {
            return;
        }
        System.arraycopy(packet().bytes(), payloadOffset, prefixOf(bytes), 0, bytes);
        prefixLength = bytes;
        ids.overwrite(prefix, 0, ids.pictureId() + pictureIdOffset, ids.tl0() + tl0Offset);
    }

    private byte[] prefixOf(int bytes) {
        if (prefix.length < bytes) {
            prefix = new byte[Math.max(8, bytes)];
        }
        return prefix;
    }

    /** The last packet of its picture for this receiver. */
    public void mark() {
        marker = true;
    }

    /** Nothing but the number: a place that must not stay empty, for a packet that the receiver has no use for. */
    public void empty() {
        payloadLength = 0;
        prefixLength = 0;
    }

    /** Only the primary block of a RED payload; a plain one stays as it is. */
    public void primaryOnly() {
        payloadOffset = packet().soundOffset();
        payloadLength = packet().soundBytes();
    }

    /**
     * Says the sound of an earlier packet of the same stream again, oldest first; to be called after {@link #primaryOnly}. What
     * RFC 2198 cannot say is left out. Takes a reference.
     */
    public void again(StoredPacket before) {
        int step = packet().rtp().timestamp() - before.rtp().timestamp();
        int bytes = before.soundBytes();
        boolean said = step > 0 && step <= LARGEST_STEP && bytes > 0 && bytes <= RedPayload.LARGEST_BLOCK;
        boolean fits = payloadLength + earlierBytes + 4 + bytes < MOST_SOUND_BYTES;
        if (!said || !fits || earlierCount == MOST_EARLIER) {
            return;
        }
        if (earlier.length == 0) {
            earlier = new StoredPacket[MOST_EARLIER];
        }
        before.retain();
        earlier[earlierCount++] = before;
        earlierBytes += 4 + bytes;
    }

    /** The payload type of each block. */
    public void blocks(int payloadTypeOfBlocks) {
        blockType = payloadTypeOfBlocks;
    }

    int blockType() {
        return blockType;
    }

    /** How many earlier packets are said again. */
    public int earlierCount() {
        return earlierCount;
    }

    StoredPacket earlier(int index) {
        return earlier[index];
    }

    /** Of the blocks of earlier packets and all headers of RED. */
    int redBytes() {
        return earlierCount == 0 ? 0 : earlierBytes + 1;
    }

    /** The blocks of a RED payload under the receiver's payload type. */
    public void redundant(int blockPayloadType) {
        int bytes = RedPayload.headerBytes(packet().bytes(), payloadOffset);
        prefixLength = RedPayload.copyHeaders(packet().bytes(), payloadOffset, blockPayloadType, prefixOf(bytes));
    }

    /** The dependency descriptor with the frame number of this SSRC, and perhaps fewer active decode targets. */
    public void describe(long activeTargets) {
        FrameDependencies frame = packet().facts().dependencies();
        if (activeTargets == FrameDependencies.AS_IT_IS && frameNumber == frame.frameNumber()) {
            return;
        }
        if (descriptor.length == 0) {
            descriptor = new byte[FrameDependencies.MAX_BYTES];
        }
        descriptorLength = frame.write(packet().bytes(), frameNumber, activeTargets, descriptor);
    }

    /** Is sound, which never waits. */
    public void urgent(boolean never) {
        urgent = never;
    }

    /** Carries nothing but padding, RFC 3550 §5.1, of at most 255 bytes. */
    public void filler(int rtxSequence, int outTimestamp, int bytes) {
        repair = true;
        sequence = rtxSequence;
        timestamp = outTimestamp;
        marker = false;
        filler = bytes;
    }

    /** Goes out on the repair stream. */
    public void repair(int rtxSsrc, int rtxPayloadType, int rtxSequence) {
        repair = true;
        originalSequence = sequence;
        ssrc = rtxSsrc;
        payloadType = rtxPayloadType;
        sequence = rtxSequence;
    }

    void measured(int plainLength, boolean needsTwoBytes) {
        length = plainLength;
        twoByte = needsTwoBytes;
    }

    void pad() {
        padding = 1;
    }

    /** Repairs are not evened out: they come one by one. Audio is not, since it comes so as well. */
    boolean mayBePadded() {
        return !rtcp && !repair && packet().isVideo() && payloadLength > 0;
    }

    /** Lets go of the packet. */
    public void clear() {
        StoredPacket held = packet;
        packet = null;
        while (earlierCount > 0) {
            earlier[--earlierCount].release();
        }
        if (held != null) {
            held.release();
        }
    }

    public StoredPacket packet() {
        StoredPacket held = packet;
        if (held == null) {
            throw new IllegalStateException("An empty place in the queue was read");
        }
        return held;
    }

    byte[] mid() {
        return mid;
    }

    public boolean isRtcp() {
        return rtcp;
    }

    public boolean isRepair() {
        return repair;
    }

    public boolean isUrgent() {
        return urgent;
    }

    /** About as many bytes as will go out. */
    public int size() {
        return packet().length() + earlierBytes + filler;
    }

    int filler() {
        return filler;
    }

    public int ssrc() {
        return ssrc;
    }

    int payloadType() {
        return payloadType;
    }

    public int sequence() {
        return sequence;
    }

    public int timestamp() {
        return timestamp;
    }

    boolean marker() {
        return marker;
    }

    /** Where the payload begins in the shared packet. */
    int payloadOffset() {
        return payloadOffset;
    }

    int payloadLength() {
        return payloadLength;
    }

    /** What takes the place of the payload's first bytes. */
    byte[] prefix() {
        return prefix;
    }

    int prefixLength() {
        return prefixLength;
    }

    /** What takes the place of the dependency descriptor; {@link #descriptorLength} 0 for what was received. */
    byte[] descriptor() {
        return descriptor;
    }

    int descriptorLength() {
        return descriptorLength;
    }

    int originalSequence() {
        return originalSequence;
    }

    /** In clear and without padding, once measured. */
    int length() {
        return length;
    }

    int padding() {
        return padding;
    }

    boolean twoByte() {
        return twoByte;
    }
}
