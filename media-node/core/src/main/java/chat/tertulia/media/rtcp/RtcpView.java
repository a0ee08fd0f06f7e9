package chat.tertulia.media.rtcp;

import static chat.tertulia.media.rtp.NetworkOrder.i32;
import static chat.tertulia.media.rtp.NetworkOrder.u16;
import static chat.tertulia.media.rtp.NetworkOrder.u24;
import static chat.tertulia.media.rtp.NetworkOrder.u32;
import static chat.tertulia.media.rtp.NetworkOrder.u8;

import chat.tertulia.media.rtp.Verdict;

/**
 * A cursor over the packets of a compound, RFC 3550 §6.1; reduced-size ones (RFC 5506) are fine too.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P| RC/FMT  |       PT      |             length            |
 * |                         SSRC of sender                        |
 * </pre>
 *
 * The whole compound is checked by {@link #wrap}, so that a lying length is found before anything has taken effect.
 */
public final class RtcpView {
    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;
    public static final int SOURCE_DESCRIPTION = 202;
    public static final int BYE = 203;
    public static final int TRANSPORT_FEEDBACK = 205;
    public static final int PAYLOAD_FEEDBACK = 206;

    /** RFC 4585 §6.2.1. */
    public static final int NACK = 1;

    /** RFC 4585 §6.3.1. */
    public static final int PLI = 1;

    /** RFC 5104 §4.3.1. */
    public static final int FIR = 4;

    /** PSFB with the identifier "REMB", draft-alvestrand-rmcat-remb-03. */
    public static final int APPLICATION = 15;

    private static final int HEADER_BYTES = 8;
    private static final int REPORT_BLOCK_BYTES = 24;
    private static final int SENDER_INFO_BYTES = 20;
    private static final int REMB_IDENTIFIER = 0x52454d42;

    private byte[] array = {};
    private int at;
    private int length;
    private int end;

    public Verdict wrap(byte[] bytes, int offset, int size) {
        array = bytes;
        at = offset;
        length = 0;
        end = offset + size;
        if (size < 4) {
            return Verdict.TOO_SHORT;
        }
        int next = offset;
        while (next < end) {
            if (next + 4 > end) {
                return Verdict.TOO_SHORT;
            }
            if (u8(bytes, next) >> 6 != 2) {
                return Verdict.WRONG_VERSION;
            }
            next += 4 * (u16(bytes, next + 2) + 1);
            if (next > end) {
                return Verdict.BAD_LENGTH;
            }
        }
        return Verdict.WELL_FORMED;
    }

    /** Moves to the next packet of at least a header with an SSRC; false at the end. */
    public boolean next() {
        do {
            at += length;
            if (at >= end) {
                return false;
            }
            length = 4 * (u16(array, at + 2) + 1);
        } while (length < HEADER_BYTES);
        return true;
    }

    public byte[] array() {
        return array;
    }

    /** Where in {@link #array} the packet begins. */
    public int offset() {
        return at;
    }

    /** Bytes of the packet, header included. */
    public int length() {
        return length;
    }

    public int type() {
        return u8(array, at + 1);
    }

    /** Report count or feedback message type. */
    public int count() {
        return array[at] & 0x1f;
    }

    public int senderSsrc() {
        return i32(array, at + 4);
    }

    /** SSRC of the media source in a feedback message; only when {@link #isFeedback}. */
    public int mediaSsrc() {
        return i32(array, at + 8);
    }

    public boolean isFeedback() {
        return (type() == TRANSPORT_FEEDBACK || type() == PAYLOAD_FEEDBACK) && length >= HEADER_BYTES + 4;
    }

    /** A sender report with its sender information complete. */
    public boolean isSenderReport() {
        return type() == SENDER_REPORT && length >= HEADER_BYTES + SENDER_INFO_BYTES;
    }

    /** NTP time of a sender report, RFC 3550 §6.4.1: 32.32 fixed point. */
    public long ntp() {
        return (u32(array, at + 8) << 32) | u32(array, at + 12);
    }

    public int rtpTimestamp() {
        return i32(array, at + 16);
    }

    /** Report blocks that are really there, whatever the count says. */
    public int reports() {
        int first = type() == SENDER_REPORT ? HEADER_BYTES + SENDER_INFO_BYTES : HEADER_BYTES;
        boolean report = type() == SENDER_REPORT || type() == RECEIVER_REPORT;
        return report ? Math.max(0, Math.min(count(), (length - first) / REPORT_BLOCK_BYTES)) : 0;
    }

    private int report(int index) {
        int first = type() == SENDER_REPORT ? HEADER_BYTES + SENDER_INFO_BYTES : HEADER_BYTES;
        return at + first + index * REPORT_BLOCK_BYTES;
    }

    public int reportedSsrc(int index) {
        return i32(array, report(index));
    }

    /** In 1/256. */
    public int fractionLost(int index) {
        return u8(array, report(index) + 4);
    }

    /** 24-bit signed. */
    public int cumulativeLost(int index) {
        return (u24(array, report(index) + 5) << 8) >> 8;
    }

    public int lastSenderReport(int index) {
        return i32(array, report(index) + 16);
    }

    /** In 1/65536 s. */
    public long delaySinceLastSenderReport(int index) {
        return u32(array, report(index) + 20);
    }

    /** Items of a NACK, each a packet id and a bit mask of 16 that follow. */
    public int nackItems() {
        return (length - HEADER_BYTES - 4) / 4;
    }

    public int nackPacketId(int index) {
        return u16(array, at + 12 + 4 * index);
    }

    public int nackMask(int index) {
        return u16(array, at + 14 + 4 * index);
    }

    /** Entries of a FIR, each with its own SSRC. */
    public int firEntries() {
        return (length - HEADER_BYTES - 4) / 8;
    }

    public int firSsrc(int index) {
        return i32(array, at + 12 + 8 * index);
    }

    /** Bits per second, or -1 when this is no REMB. */
    public long rembBitrate() {
        boolean remb = type() == PAYLOAD_FEEDBACK
                && count() == APPLICATION
                && length >= HEADER_BYTES + 12
                && i32(array, at + 12) == REMB_IDENTIFIER;
        if (!remb) {
            return -1;
        }
        int exponent = u8(array, at + 17) >> 2;
        long mantissa = ((u8(array, at + 17) & 0x03L) << 16) | u16(array, at + 18);
        return exponent > 40 ? Long.MAX_VALUE : mantissa << exponent;
    }
}
