package chat.tertulia.media.twcc;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.put24;
import static chat.tertulia.media.rtp.NetworkOrder.put32;
import static chat.tertulia.media.rtp.NetworkOrder.put8;

/**
 * Transport-wide feedback, draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1:
 *
 * <pre>
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |  packet chunk ...             |
 * |  recv delta ...                                                |
 * </pre>
 */
public final class FeedbackWriter {
    private static final int HEADER_BYTES = 20;
    private static final int MAX_STATUSES = 448;
    private static final long TICK_NS = 250_000;
    private static final long TICKS_PER_REFERENCE = 256; // 64 ms
    private static final int LOST = 0;
    private static final int SMALL_DELTA = 1;
    private static final int LARGE_DELTA = 2;

    private final int[] status = new int[MAX_STATUSES];
    private final int[] deltas = new int[MAX_STATUSES];
    private int feedbackCount;

    /** Most that {@link #write} needs: every status its own 2-byte delta, two-bit vectors. */
    public static final int MAX_BYTES = HEADER_BYTES + 2 * (MAX_STATUSES / 7 + 1) + 2 * MAX_STATUSES + 3;

    /** Writes one feedback packet and marks its content as told. Returns its length, 0 when there is nothing to tell. */
    public int write(ArrivalLog log, int senderSsrc, int mediaSsrc, byte[] into, int offset) {
        long first = firstReceived(log);
        if (first < 0) {
            return 0;
        }
        // What is missing since the last feedback is told too, or loss would look like less than it is.
        long base = first - log.next() < MAX_STATUSES ? log.next() : first;
        long reference = Math.floorDiv(Math.floorDiv(log.arrivalNs(first), TICK_NS), TICKS_PER_REFERENCE);
        int count = collect(log, base, reference * TICKS_PER_REFERENCE);
        log.told(base + count - 1);
        put8(into, offset, 0x80 | 15);
        put8(into, offset + 1, 205);
        put32(into, offset + 4, senderSsrc);
        put32(into, offset + 8, mediaSsrc);
        put16(into, offset + 12, (int) base);
        put16(into, offset + 14, count);
        put24(into, offset + 16, (int) reference);
        put8(into, offset + 19, feedbackCount++);
        int end = writeDeltas(into, writeChunks(into, offset + HEADER_BYTES, count), count);
        while (((end - offset) & 3) != 0) {
            put8(into, end++, 0);
        }
        put16(into, offset + 2, (end - offset) / 4 - 1);
        return end - offset;
    }

    private static long firstReceived(ArrivalLog log) {
        for (long sequence = log.next(); log.pending() && sequence <= log.highest(); sequence++) {
            if (log.received(sequence)) {
                return sequence;
            }
        }
        return -1;
    }

    /** Fills status and deltas; ends early when a delta does not fit 16 bits, the rest goes into the next feedback. */
    private int collect(ArrivalLog log, long base, long referenceTicks) {
        long previous = referenceTicks;
        int count = 0;
        int told = 0;
        for (long sequence = base; sequence <= log.highest() && count < MAX_STATUSES; sequence++) {
            if (!log.received(sequence)) {
                status[count++] = LOST;
                continue;
            }
            long ticks = Math.floorDiv(log.arrivalNs(sequence), TICK_NS);
            long delta = ticks - previous;
            if (delta != (short) delta) {
                break;
            }
            previous = ticks;
            status[count] = delta >= 0 && delta <= 0xff ? SMALL_DELTA : LARGE_DELTA;
            deltas[count++] = (int) delta;
            told = count;
        }
        return told; // holes at the end are not told yet: the packets may be on their way
    }

    private int writeChunks(byte[] into, int offset, int count) {
        int at = offset;
        int i = 0;
        while (i < count) {
            int run = runLength(i, count);
            if (run >= 7) {
                put16(into, at, (status[i] << 13) | run);
                i += run;
            } else {
                put16(into, at, twoBitVector(i, count));
                i += 7;
            }
            at += 2;
        }
        return at;
    }

    private int runLength(int from, int count) {
        int i = from;
        while (i < count && status[i] == status[from]) {
            i++;
        }
        return i - from;
    }

    private int twoBitVector(int from, int count) {
        int chunk = 0xc000;
        for (int i = 0; i < 7 && from + i < count; i++) {
            chunk |= status[from + i] << (12 - 2 * i);
        }
        return chunk;
    }

    private int writeDeltas(byte[] into, int offset, int count) {
        int at = offset;
        for (int i = 0; i < count; i++) {
            if (status[i] == SMALL_DELTA) {
                put8(into, at++, deltas[i]);
            } else if (status[i] == LARGE_DELTA) {
                put16(into, at, deltas[i]);
                at += 2;
            }
        }
        return at;
    }
}
