package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What goes out: gives TSNs, keeps chunks until they are acknowledged, sends again what was lost, gives up what may be given
 * up (RFC 3758).
 */
final class Outbox {
    private static final int MAX_OUTSTANDING = 4096;
    private static final int MISSING_REPORTS = 3;
    /** Pairs of stream and sequence in one FORWARD-TSN: as many as its packet surely holds. */
    private static final int MAX_FORWARDED_STREAMS = 64;

    private final SctpSettings settings;
    private final SendQueue queue = new SendQueue();
    private final Congestion congestion;
    private final Rto rto;
    /** Chunks from the one behind the cumulative TSN to the newest; the place is the TSN modulo the length. */
    private @Nullable SentChunk[] ring = new @Nullable SentChunk[64];

    private int cumulative;
    private int nextTsn;
    /** RFC 3758 §3.5: Advanced.Peer.Ack.Point. */
    private int advanced;

    private int peerWindow;
    private int flight;
    private int lost;
    private boolean forwardDue;
    private boolean burst;
    private long timerNs = Long.MAX_VALUE;

    Outbox(SctpSettings settings, int firstTsn, int peerWindow, Rto rto) {
        this.settings = settings;
        this.congestion = new Congestion(settings.packetBytes());
        this.rto = rto;
        this.nextTsn = firstTsn;
        this.cumulative = firstTsn - 1;
        this.advanced = cumulative;
        this.peerWindow = peerWindow;
    }

    SendQueue queue() {
        return queue;
    }

    int lastTsn() {
        return nextTsn - 1;
    }

    int cumulative() {
        return cumulative;
    }

    boolean idle() {
        return outstanding() == 0 && queue.empty();
    }

    long timerNs() {
        return timerNs;
    }

    private int outstanding() {
        return nextTsn - 1 - cumulative;
    }

    // Acknowledgements

    /**
     * RFC 9260 §6.2.1. True when it is of use; one that acknowledges what was never sent is not.
     *
     * @param at of a SACK whose chunk length holds its blocks
     */
    boolean acknowledged(byte[] bytes, int at, long nowNs) {
        int tsn = NetworkOrder.i32(bytes, at + 4);
        if (tsn - lastTsn() > 0) {
            return false;
        }
        if (tsn - cumulative < 0) {
            return true; // an old one that came late
        }
        boolean full = flight >= congestion.window() - settings.fragmentBytes();
        int before = flight;
        boolean moved = tsn != cumulative;
        long roundTripNs = advance(tsn, nowNs);
        int highest = blocks(bytes, at);
        int acked = Math.max(0, before - flight);
        if (roundTripNs > 0) {
            rto.measured(roundTripNs);
        }
        if (moved) {
            congestion.acked(acked, full, cumulative);
        }
        miss(highest, moved);
        peerWindow = (int) Math.max(0, Math.min(Integer.MAX_VALUE, NetworkOrder.u32(bytes, at + 8)) - flight);
        moveAdvanced();
        forwardDue |= advanced - cumulative > 0;
        if (outstanding() == 0) {
            timerNs = Long.MAX_VALUE;
        } else if (moved) {
            timerNs = nowNs + rto.ns();
        }
        return true;
    }

    /** All up to this TSN have come. Returns a measured round trip, or 0. */
    private long advance(int tsn, long nowNs) {
        long roundTripNs = 0;
        while (cumulative - tsn < 0) {
            cumulative++;
            SentChunk chunk = chunk(cumulative);
            ring[slot(cumulative)] = null;
            if (chunk == null) {
                continue;
            }
            if (chunk.inFlight() && chunk.transmissions == 1) {
                roundTripNs = nowNs - chunk.sentNs;
            }
            leaveFlight(chunk);
            if (chunk.last() && !chunk.message.abandoned) {
                queue.release(chunk.message);
            }
        }
        if (advanced - cumulative < 0) {
            advanced = cumulative;
        }
        return roundTripNs;
    }

    /** Takes the gap blocks, which must rise; a block that was there and is not any more is taken back. Returns the highest new one. */
    private int blocks(byte[] bytes, int at) {
        int count = NetworkOrder.u16(bytes, at + 12);
        int highest = cumulative;
        int offset = 1;
        for (int i = 0; i < count; i++) {
            int first = NetworkOrder.u16(bytes, at + 16 + 4 * i);
            int last = Math.min(NetworkOrder.u16(bytes, at + 18 + 4 * i), outstanding());
            if (first < offset) {
                break;
            }
            for (; offset < first && offset <= outstanding(); offset++) {
                takeBack(chunk(cumulative + offset));
            }
            for (; offset <= last; offset++) {
                if (receivedOutOfOrder(chunk(cumulative + offset))) {
                    highest = cumulative + offset;
                }
            }
        }
        for (; offset <= outstanding(); offset++) {
            takeBack(chunk(cumulative + offset));
        }
        return highest;
    }

    private boolean receivedOutOfOrder(@Nullable SentChunk chunk) {
        if (chunk == null || chunk.acked || chunk.message.abandoned) {
            return false;
        }
        leaveFlight(chunk);
        chunk.acked = true;
        return true;
    }

    private void takeBack(@Nullable SentChunk chunk) {
        if (chunk != null && chunk.acked) {
            chunk.acked = false;
            flight += chunk.message.abandoned ? 0 : chunk.length;
        }
    }

    /** RFC 9260 §7.2.4: what lies before the highest newly acknowledged TSN was missed once more. */
    private void miss(int highest, boolean moved) {
        int until = congestion.recovering() && moved ? highestAcked(highest) : highest;
        for (int tsn = cumulative + 1; tsn - until < 0; tsn++) {
            SentChunk chunk = chunk(tsn);
            if (chunk != null && chunk.inFlight() && chunk.transmissions == 1 && ++chunk.missing == MISSING_REPORTS) {
                burst |= congestion.lost(lastTsn());
                lose(chunk);
            }
        }
    }

    private int highestAcked(int atLeast) {
        for (int tsn = lastTsn(); tsn - atLeast > 0; tsn--) {
            SentChunk chunk = chunk(tsn);
            if (chunk != null && chunk.acked) {
                return tsn;
            }
        }
        return atLeast;
    }

    private void leaveFlight(SentChunk chunk) {
        if (chunk.inFlight()) {
            flight -= chunk.length;
        }
        if (chunk.lost) {
            chunk.lost = false;
            lost--;
        }
    }

    private void lose(SentChunk chunk) {
        flight -= chunk.length;
        chunk.lost = true;
        lost++;
        int tries = chunk.message.reliability.retransmissions();
        if (tries != Reliability.UNLIMITED && chunk.transmissions > tries) {
            abandon(chunk);
        }
    }

    // Giving up, RFC 3758 §3.5

    /** Gives up the chunk's message; its chunks are neighbours. */
    private void abandon(SentChunk any) {
        OutgoingMessage message = any.message;
        for (int tsn = any.tsn; tsn - cumulative > 0 && isOf(message, tsn); tsn--) {
            leaveFlight(Objects.requireNonNull(chunk(tsn)));
        }
        for (int tsn = any.tsn + 1; tsn - nextTsn < 0 && isOf(message, tsn); tsn++) {
            leaveFlight(Objects.requireNonNull(chunk(tsn)));
        }
        if (!message.allBegun()) {
            // A TSN for the end that never goes out: so the receiver's half message lies before the new point.
            ring[slot(nextTsn)] = new SentChunk(nextTsn, message, message.payload.length, 0);
            nextTsn++;
            message.begun = message.payload.length;
        }
        message.abandoned = true;
        queue.release(message);
        moveAdvanced();
    }

    private boolean isOf(OutgoingMessage message, int tsn) {
        SentChunk chunk = chunk(tsn);
        return chunk != null && chunk.message.equals(message);
    }

    private void moveAdvanced() {
        int before = advanced;
        for (SentChunk chunk = chunk(advanced + 1);
                advanced - lastTsn() < 0 && chunk != null && chunk.message.abandoned;
                chunk = chunk(advanced + 1)) {
            advanced++;
        }
        forwardDue |= advanced != before;
    }

    private void writeForward(PacketWriter writer) {
        Map<Integer, Integer> skipped = new HashMap<>();
        for (int tsn = cumulative + 1; tsn - advanced <= 0; tsn++) {
            SentChunk chunk = chunk(tsn);
            if (chunk != null && chunk.message.reliability.ordered()) {
                if (skipped.size() == MAX_FORWARDED_STREAMS && !skipped.containsKey(chunk.message.stream.id)) {
                    break;
                }
                skipped.put(chunk.message.stream.id, chunk.message.sequence);
            }
        }
        writer.chunk(ChunkType.FORWARD_TSN, 0);
        writer.put32(advanced);
        skipped.forEach((stream, sequence) -> {
            writer.put16(stream);
            writer.put16(sequence);
        });
        writer.endChunk();
    }

    // Sending

    /** Adds what may be sent now to the packet. */
    void fill(PacketWriter writer, long nowNs) {
        if (forwardDue && writer.room() >= 8 + 4 * MAX_FORWARDED_STREAMS) {
            forwardDue = false;
            writeForward(writer);
            startTimer(nowNs);
        }
        resend(writer, nowNs);
        while (lost == 0 && sendNew(writer, nowNs)) {
            // until the packet, the window or the queue is exhausted
        }
        burst = false;
    }

    /** Something is to be sent just now. */
    boolean wants(long nowNs) {
        return forwardDue || (lost > 0 && mayResend()) || (lost == 0 && maySend() && queue.next(nowNs) != null);
    }

    private boolean mayResend() {
        return burst || flight < congestion.window();
    }

    private boolean maySend() {
        return flight < congestion.window() && (peerWindow > 0 || flight == 0) && outstanding() < MAX_OUTSTANDING;
    }

    private void resend(PacketWriter writer, long nowNs) {
        for (int tsn = cumulative + 1; lost > 0 && tsn - nextTsn < 0; tsn++) {
            SentChunk chunk = chunk(tsn);
            if (chunk == null || !chunk.lost) {
                continue;
            }
            if (chunk.message.expired(nowNs)) {
                abandon(chunk);
                continue;
            }
            if (!mayResend() || writer.room() < DataChunk.HEADER + PacketFormat.padded(chunk.length)) {
                return;
            }
            chunk.lost = false;
            lost--;
            transmit(chunk, writer, nowNs);
        }
    }

    private boolean sendNew(PacketWriter writer, long nowNs) {
        OutgoingMessage message = maySend() ? queue.next(nowNs) : null;
        if (message == null) {
            return false;
        }
        SentChunk begun = message.begun > 0 && message.expired(nowNs) ? chunk(lastTsn()) : null;
        if (begun != null && isOf(message, begun.tsn)) {
            abandon(begun);
            return true;
        }
        int length = Math.min(message.payload.length - message.begun, settings.fragmentBytes());
        if (writer.room() < DataChunk.HEADER + PacketFormat.padded(length)) {
            return false;
        }
        if (message.begun == 0 && message.reliability.ordered()) {
            message.sequence = message.stream.takeSequence();
        }
        SentChunk chunk = new SentChunk(nextTsn, message, message.begun, length);
        grow();
        ring[slot(nextTsn)] = chunk;
        nextTsn++;
        message.begun += length;
        peerWindow = Math.max(0, peerWindow - length - SctpSettings.OVERHEAD);
        transmit(chunk, writer, nowNs);
        return true;
    }

    private void transmit(SentChunk chunk, PacketWriter writer, long nowNs) {
        chunk.transmissions++;
        chunk.missing = 0;
        chunk.sentNs = nowNs;
        flight += chunk.length;
        chunk.write(writer);
        startTimer(nowNs);
    }

    private void startTimer(long nowNs) {
        if (timerNs == Long.MAX_VALUE) {
            timerNs = nowNs + rto.ns();
        }
    }

    /** RFC 9260 §6.3.3: the oldest chunk was not acknowledged in time. */
    void expired(long nowNs) {
        congestion.expired();
        rto.backOff();
        for (int tsn = cumulative + 1; tsn - nextTsn < 0; tsn++) {
            SentChunk chunk = chunk(tsn);
            if (chunk != null && chunk.inFlight()) {
                lose(chunk);
            }
        }
        moveAdvanced();
        forwardDue |= advanced - cumulative > 0;
        timerNs = outstanding() == 0 ? Long.MAX_VALUE : nowNs + rto.ns();
    }

    /** The path was away: what is under way counts as fresh. */
    void resume(long nowNs) {
        if (timerNs != Long.MAX_VALUE) {
            timerNs = nowNs;
        }
    }

    void clear() {
        queue.clear();
        Arrays.fill(ring, null);
        cumulative = nextTsn - 1;
        advanced = cumulative;
        flight = 0;
        lost = 0;
        forwardDue = false;
        timerNs = Long.MAX_VALUE;
    }

    private @Nullable SentChunk chunk(int tsn) {
        return ring[slot(tsn)];
    }

    private int slot(int tsn) {
        return tsn & (ring.length - 1);
    }

    private void grow() {
        // One place is left for the end of a message that is given up.
        if (outstanding() + 2 < ring.length) {
            return;
        }
        @Nullable SentChunk[] old = ring;
        ring = new @Nullable SentChunk[2 * old.length];
        for (int tsn = cumulative + 1; tsn - nextTsn < 0; tsn++) {
            ring[slot(tsn)] = old[tsn & (old.length - 1)];
        }
    }
}
