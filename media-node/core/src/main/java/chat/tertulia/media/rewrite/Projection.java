package chat.tertulia.media.rewrite;

import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.codec.Vp8Descriptor;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing SSRC: whatever stream feeds it, its sequence numbers, timestamps, VP8 picture ids and TL0PICIDX go on without
 * a break. Lives as long as its transport, since SRTP must never see a sequence number of an SSRC twice with other content.
 */
public final class Projection {
    private static final int RUNS = 16;

    /** No stream: ids are counted from 1. */
    public static final long NONE = 0;

    private final @Nullable Run[] runs = new @Nullable Run[RUNS];
    private Run run = new Run();
    private int newest = RUNS - 1;
    private long lastSequence;
    private int lastTimestamp;
    private long lastSentNs;
    private int lastPictureId = -1;
    private int lastTl0 = -1;
    private boolean begun;

    /** @param firstSequence low enough (RFC 3711 §3.3.1) that the receiver guesses the roll-over counter right */
    public Projection(int firstSequence) {
        lastSequence = 0x1_0000L + (firstSequence & 0x3fff);
        runs[newest] = run;
    }

    public boolean begun() {
        return begun;
    }

    /** Timestamp of the newest packet that went out. */
    public int lastTimestamp() {
        return lastTimestamp;
    }

    /** When that packet had been received. */
    public long lastSentNs() {
        return lastSentNs;
    }

    /** What is added to the source's timestamps at present. */
    public int timestampOffset() {
        return run.timestampOffset;
    }

    /** The stream of the newest run. */
    public long streamId() {
        return run.streamId;
    }

    /** From this packet on, the stream feeds the SSRC; this packet gets the next sequence number and the given timestamp. */
    public void begin(long streamId, StoredPacket first, int timestamp) {
        newest = (newest + 1) % RUNS;
        Run recycled = runs[newest];
        run = recycled == null ? new Run() : recycled;
        runs[newest] = run;
        run.streamId = streamId;
        run.firstSource = first.sequence();
        run.lastSource = first.sequence();
        run.sequenceOffset = lastSequence + 1 - first.sequence();
        run.timestampOffset = timestamp - first.rtp().timestamp();
        run.pictureIdOffset = lastPictureId < 0 || !first.vp8().hasPictureId()
                ? 0
                : lastPictureId + 1 - first.vp8().pictureId();
        run.tl0Offset = lastTl0 < 0 || !first.vp8().hasTl0()
                ? 0
                : lastTl0 + 1 - first.vp8().tl0();
        begun = true;
    }

    /** Gives the packet its place. False when it belongs to no run: it came from before the switch and was not sent then. */
    public boolean place(long streamId, StoredPacket packet, OutgoingPacket out) {
        long source = packet.sequence();
        if (run.streamId == streamId && source >= run.firstSource) {
            run.lastSource = Math.max(run.lastSource, source);
            put(run, packet, out);
            advance(source + run.sequenceOffset, packet, out);
            return true;
        }
        for (int i = 1; i < RUNS; i++) {
            Run former = runs[(newest + RUNS - i) % RUNS];
            if (former != null && former.covers(streamId, source)) {
                put(former, packet, out);
                return true;
            }
        }
        return false;
    }

    private void advance(long sequence, StoredPacket packet, OutgoingPacket out) {
        if (sequence <= lastSequence) {
            return;
        }
        lastSequence = sequence;
        lastTimestamp = out.timestamp();
        lastSentNs = packet.arrivalNs();
        lastPictureId = packet.vp8().hasPictureId() ? out.pictureId() : lastPictureId;
        lastTl0 = packet.vp8().hasTl0() ? out.tl0() : lastTl0;
    }

    private static void put(Run of, StoredPacket packet, OutgoingPacket out) {
        Vp8Descriptor vp8 = packet.vp8();
        out.place(
                (int) (packet.sequence() + of.sequenceOffset) & 0xffff,
                packet.rtp().timestamp() + of.timestampOffset,
                (vp8.pictureId() + of.pictureIdOffset) & vp8.pictureIdMask(),
                (vp8.tl0() + of.tl0Offset) & 0xff);
    }

    /** The sequence number that goes out next. */
    public long next() {
        return lastSequence + 1;
    }

    /** A sequence number that a receiver named, as it was sent. */
    public long unwrap(int sequence) {
        return SequenceUnwrapper.near(lastSequence, sequence);
    }

    /** The stream that fed this outgoing packet, or {@link #NONE}. */
    public long streamOf(long outSequence) {
        Run sent = runOf(outSequence);
        return sent == null ? NONE : sent.streamId;
    }

    /** Its sequence number there; only when {@link #streamOf} knew it. */
    public long sourceOf(long outSequence) {
        Run sent = runOf(outSequence);
        return sent == null ? -1 : outSequence - sent.sequenceOffset;
    }

    private @Nullable Run runOf(long outSequence) {
        for (int i = 0; i < RUNS; i++) {
            Run candidate = runs[(newest + RUNS - i) % RUNS];
            if (candidate != null && candidate.streamId != NONE && candidate.sent(outSequence)) {
                return candidate;
            }
        }
        return null;
    }
}
