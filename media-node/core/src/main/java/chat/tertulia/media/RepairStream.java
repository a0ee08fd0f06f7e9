package chat.tertulia.media;

import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.nack.ResendLimiter;
import chat.tertulia.media.rewrite.OutgoingPacket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What goes out on a sender's repair stream (RFC 4588): packets that were asked for, and probes. Owned by: one sender. */
final class RepairStream {
    private static final byte NONE = -1;
    private static final int MOST_PADDING = 255;

    private final SendSide side;
    private final int ssrc;
    private final byte[] payloadTypes = new byte[128];
    private @Nullable ResendLimiter resends;
    private long forgottenBefore;

    /** @param ssrc 0 when there is none */
    RepairStream(SendSide side, int ssrc) {
        this.side = side;
        this.ssrc = ssrc;
        unbind();
    }

    void unbind() {
        Arrays.fill(payloadTypes, NONE);
    }

    /** Packets that the publisher sends with this payload type are repaired with that one, −1 for not. */
    void bind(int publishedType, int ownType) {
        payloadTypes[publishedType] = (byte) ownType;
    }

    boolean exists() {
        return ssrc != 0;
    }

    boolean repairs(int publishedType) {
        return exists() && payloadTypes[publishedType] >= 0;
    }

    /** What went out before is not repaired any more. */
    void forget(long beforeSequence) {
        forgottenBefore = beforeSequence;
    }

    /** Whether a packet that is asked for may go out again now. */
    boolean admits(long sequence, StoredPacket packet, long nowNs) {
        return sequence >= forgottenBefore
                && limiter().admit(sequence, nowNs)
                && side.downlink().admitsRepair(packet.length(), nowNs);
    }

    /** Turns a packet that is queued as media into a repair. */
    void take(OutgoingPacket out, int publishedType) {
        out.repair(ssrc, payloadTypes[publishedType], side.nextRtxSequence(ssrc));
    }

    /** Queues padding. Returns its bytes. */
    int pad(byte[] mid, int timestamp, StoredPacket blank, int bytes) {
        int type = anyType();
        if (type < 0) {
            return 0;
        }
        int count = Math.clamp(bytes, 1, MOST_PADDING);
        OutgoingPacket out = side.queueMedia(blank);
        out.route(mid, ssrc, type);
        out.filler(side.nextRtxSequence(ssrc), timestamp, count);
        return blank.length() + count;
    }

    private int anyType() {
        for (byte type : payloadTypes) {
            if (type >= 0) {
                return type;
            }
        }
        return NONE;
    }

    private ResendLimiter limiter() {
        ResendLimiter limiter = resends == null ? new ResendLimiter() : resends;
        resends = limiter;
        return limiter;
    }
}
