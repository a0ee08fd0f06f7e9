package chat.tertulia.media.rewrite;

import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.codec.FrameDependencies;
import chat.tertulia.media.codec.PictureIds;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing SSRC: whatever stream feeds it and whatever of it is dropped on purpose, its sequence numbers, timestamps, picture
 * ids, TL0PICIDX and frame numbers go on without a break. Lives as long as its transport, since SRTP must never see a sequence
 * number of an SSRC twice with other content.
 */
public final class Projection {
    /** Two seconds in which every other frame of 60 in a second is dropped. Made as they are needed. */
    private static final int RUNS = 128;

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
    private int lastFrameNumber = -1;
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
        PictureIds ids = first.facts().ids();
        FrameDependencies frame = first.facts().dependencies();
        run = nextRun();
        run.streamId = streamId;
        run.startsAt(first.sequence());
        run.sequenceOffset = lastSequence + 1 - first.sequence();
        run.timestampOffset = timestamp - first.rtp().timestamp();
        run.pictureIdOffset = lastPictureId < 0 || !ids.hasPictureId() ? 0 : lastPictureId + 1 - ids.pictureId();
        run.tl0Offset = lastTl0 < 0 || !ids.hasTl0() ? 0 : lastTl0 + 1 - ids.tl0();
        run.frameNumberOffset =
                lastFrameNumber < 0 || !frame.described() ? 0 : lastFrameNumber + 1 - frame.frameNumber();
        begun = true;
    }

    private Run nextRun() {
        newest = (newest + 1) % RUNS;
        Run recycled = runs[newest];
        Run next = recycled == null ? new Run() : recycled;
        runs[newest] = next;
        return next;
    }

    /** The packet's place was decided before: it has one, or its number was closed. */
    public boolean behind(long streamId, long source) {
        return run.streamId != streamId || source <= run.lastSource || source < run.firstSource;
    }

    /**
     * A packet ahead of all others is dropped on purpose: the numbers close over it. What is missing before it keeps its
     * places, unless that is of the same unwanted frame too.
     *
     * @param opensFrame first packet seen of its frame: the picture id closes as well when the format wants that
     */
    public void skip(StoredPacket packet, boolean missingToo, boolean opensFrame) {
        long source = packet.sequence();
        int closed = 1;
        if (missingToo) {
            closed += (int) (source - run.lastSource - 1);
        } else {
            run.lastSource = source - 1;
            lastSequence = Math.max(lastSequence, run.lastSource + run.sequenceOffset);
        }
        if (!run.empty()) {
            Run former = run;
            run = nextRun();
            run.continues(former);
        }
        run.startsAt(source + 1);
        run.sequenceOffset -= closed;
        run.pictureIdOffset -= opensFrame ? 1 : 0;
    }

    /** Whether that packet went out, or would have if it had come, in the run that goes on now. */
    public boolean covers(long streamId, long source) {
        return run.covers(streamId, source);
    }

    /** Gives the packet its place. False when it has none: it came from before the switch, or its number was closed. */
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
            if (former == null) {
                return false;
            }
            if (former.covers(streamId, source)) {
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
        PictureIds ids = packet.facts().ids();
        lastPictureId =
                ids.hasPictureId() ? (ids.pictureId() + run.pictureIdOffset) & ids.pictureIdMask() : lastPictureId;
        lastTl0 = ids.hasTl0() ? (ids.tl0() + run.tl0Offset) & 0xff : lastTl0;
        FrameDependencies frame = packet.facts().dependencies();
        lastFrameNumber = frame.described() ? (frame.frameNumber() + run.frameNumberOffset) & 0xffff : lastFrameNumber;
    }

    private static void put(Run of, StoredPacket packet, OutgoingPacket out) {
        out.place(
                (int) (packet.sequence() + of.sequenceOffset) & 0xffff,
                packet.rtp().timestamp() + of.timestampOffset,
                packet.rtp().marker());
        out.rewriteIds(of.pictureIdOffset, of.tl0Offset);
        out.frameNumber(packet.facts().dependencies().frameNumber() + of.frameNumberOffset);
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
