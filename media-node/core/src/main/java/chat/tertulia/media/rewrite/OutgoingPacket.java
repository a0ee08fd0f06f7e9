package chat.tertulia.media.rewrite;

import chat.tertulia.media.cache.StoredPacket;
import org.jspecify.annotations.Nullable;

/** One packet that waits for one receiver: the shared bytes and what is different for this receiver. Reused by its queue. */
public final class OutgoingPacket {
    /** In {@link #originalSequence}: not a retransmission in the format of RFC 4588. */
    public static final int NOT_RTX = -1;

    private @Nullable StoredPacket packet;
    private byte[] mid = {};
    private boolean rtcp;
    private boolean repair;
    private boolean urgent;
    private int padding;
    private int ssrc;
    private int payloadType;
    private int sequence;
    private int timestamp;
    private int pictureId;
    private int tl0;
    private int originalSequence;

    /** RTCP that was written into the packet as it shall go out. */
    void rtcp(StoredPacket compound) {
        packet = compound;
        rtcp = true;
        repair = false;
        urgent = true;
        padding = 0;
    }

    void media(StoredPacket shared) {
        shared.retain();
        packet = shared;
        rtcp = false;
        repair = false;
        urgent = false;
        padding = 0;
        originalSequence = NOT_RTX;
    }

    public void route(byte[] midOfSection, int outSsrc, int outPayloadType) {
        mid = midOfSection;
        ssrc = outSsrc;
        payloadType = outPayloadType;
    }

    void place(int outSequence, int outTimestamp, int outPictureId, int outTl0) {
        sequence = outSequence;
        timestamp = outTimestamp;
        pictureId = outPictureId;
        tl0 = outTl0;
    }

    /** Is sound, which never waits. */
    public void urgent(boolean never) {
        urgent = never;
    }

    /** Carries nothing but padding, RFC 3550 §5.1, of at most 255 bytes. */
    public void padding(int rtxSequence, int outTimestamp, int bytes) {
        repair = true;
        sequence = rtxSequence;
        timestamp = outTimestamp;
        padding = bytes;
    }

    /** Goes out again on its own SSRC. */
    public void resend() {
        repair = true;
    }

    /** Goes out on the repair stream. */
    public void repair(int rtxSsrc, int rtxPayloadType, int rtxSequence) {
        repair = true;
        originalSequence = sequence;
        ssrc = rtxSsrc;
        payloadType = rtxPayloadType;
        sequence = rtxSequence;
    }

    /** Lets go of the packet. */
    public void clear() {
        StoredPacket held = packet;
        packet = null;
        if (held != null) {
            held.release();
        }
    }

    StoredPacket packet() {
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
        return packet().length() + padding;
    }

    int padding() {
        return padding;
    }

    int ssrc() {
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

    int pictureId() {
        return pictureId;
    }

    int tl0() {
        return tl0;
    }

    int originalSequence() {
        return originalSequence;
    }
}
