package chat.tertulia.media.rtcp;

import static chat.tertulia.media.rtp.NetworkOrder.u16;
import static chat.tertulia.media.rtp.NetworkOrder.u24;
import static chat.tertulia.media.rtp.NetworkOrder.u8;

import chat.tertulia.media.rtp.Verdict;

/**
 * A cursor over transport-wide feedback, draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |         packet chunk          |
 * |         packet chunk          |  recv delta   |  recv delta   |
 * </pre>
 *
 * The whole packet is checked by {@link #wrap}, so that a lying count is found before anything has taken effect.
 */
public final class TransportFeedbackView {
    /** Feedback message type among the transport feedbacks. */
    public static final int FORMAT = 15;

    /** Unit of {@link #ticks}. */
    public static final long TICK_NS = 250_000;

    /** How many ticks one step of the reference time has (64 ms). */
    public static final int TICKS_PER_REFERENCE = 256;

    private static final int HEADER_BYTES = 20;
    private static final int SMALL_DELTA = 1;
    private static final int LARGE_DELTA = 2;

    private byte[] array = {};
    private int start;
    private int end;
    private int chunkAt;
    private int deltaAt;
    private int word;
    private int symbol;
    private int symbols;
    private int left;
    private int sequence;
    private int status;
    private long ticks;

    /** @param length of the RTCP packet whose header is at {@code offset}, as its length field says */
    public Verdict wrap(byte[] packet, int offset, int length) {
        array = packet;
        start = offset;
        end = offset + length;
        if (length < HEADER_BYTES + 2 || statuses() == 0) {
            return Verdict.TOO_SHORT;
        }
        int deltas = 0;
        deltaAt = end;
        rewind();
        while (left > 0) {
            if (symbol == symbols && chunkAt + 2 > end) {
                return Verdict.BAD_LENGTH;
            }
            step();
            if (status > LARGE_DELTA) {
                return Verdict.BAD_LENGTH; // "reserved": its delta's size is not known
            }
            deltas += status;
        }
        if (chunkAt + deltas > end) {
            return Verdict.BAD_LENGTH;
        }
        deltaAt = chunkAt;
        rewind();
        return Verdict.WELL_FORMED;
    }

    private void rewind() {
        chunkAt = start + HEADER_BYTES;
        symbol = 0;
        symbols = 0;
        left = statuses();
        sequence = u16(array, start + 12) - 1;
        ticks = 0;
    }

    /** Moves to the next packet told of; false at the end. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        step();
        if (status == SMALL_DELTA) {
            ticks += u8(array, deltaAt++);
        } else if (status == LARGE_DELTA) {
            ticks += (short) u16(array, deltaAt);
            deltaAt += 2;
        }
        return true;
    }

    private void step() {
        if (symbol == symbols) {
            word = u16(array, chunkAt);
            chunkAt += 2;
            symbol = 0;
            symbols = (word & 0x8000) == 0 ? word & 0x1fff : (word & 0x4000) == 0 ? 14 : 7;
            if (symbols == 0) {
                // An empty run tells of nothing; taken as a status of its own it cannot stall the reader.
                symbols = 1;
                word = 0;
            }
        }
        status = statusOf(symbol++);
        sequence++;
        left--;
    }

    private int statusOf(int index) {
        if ((word & 0x8000) == 0) {
            return (word >> 13) & 3;
        }
        return (word & 0x4000) == 0 ? (word >> (13 - index)) & 1 : (word >> (12 - 2 * index)) & 3;
    }

    /** How many packets are told of, received or not. */
    public int statuses() {
        return u16(array, start + 14);
    }

    /** 24 bits, signed, in units of 64 ms. */
    public int reference() {
        return (u24(array, start + 16) << 8) >> 8;
    }

    /** 16 bits, of the packet told of. */
    public int sequence() {
        return sequence & 0xffff;
    }

    public boolean received() {
        return status != 0;
    }

    /** Arrival after {@link #reference}, in units of 250 us; only when {@link #received}. */
    public long ticks() {
        return ticks;
    }
}
