package chat.tertulia.media.rtcp;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.put24;
import static chat.tertulia.media.rtp.NetworkOrder.put32;
import static chat.tertulia.media.rtp.NetworkOrder.put8;

import java.nio.charset.StandardCharsets;

/**
 * Writes one compound into a given array: first a report, then a source description with the CNAME, then what else there is
 * (RFC 3550 §6.1). The caller sees to {@link #room}.
 */
public final class RtcpWriter {
    public static final int MAX_REPORTS = 31;
    public static final int NACK_HEADER_BYTES = 12;
    public static final int PLI_BYTES = 12;
    public static final int SENDER_REPORT_BYTES = 28;
    public static final int REPORT_BLOCK_BYTES = 24;

    /** So that with SRTCP's own bytes a compound stays below every usual MTU. */
    public static final int MAX_BYTES = 1150;

    private byte[] bytes = {};
    private int at;
    private int reportStart;

    public void begin(byte[] into) {
        bytes = into;
        at = 0;
    }

    public int length() {
        return at;
    }

    public int room() {
        return MAX_BYTES - at;
    }

    public byte[] array() {
        return bytes;
    }

    /** For whoever wrote a packet of its own at {@link #length}. */
    public void skip(int written) {
        at += written;
    }

    /** RFC 3550 §6.4.1, without report blocks: we receive nothing on the SSRCs that we send. */
    public void senderReport(int ssrc, long ntp, int rtpTimestamp, long packets, long octets) {
        header(0, RtcpView.SENDER_REPORT, SENDER_REPORT_BYTES, ssrc);
        put32(bytes, at + 8, (int) (ntp >>> 32));
        put32(bytes, at + 12, (int) ntp);
        put32(bytes, at + 16, rtpTimestamp);
        put32(bytes, at + 20, (int) packets);
        put32(bytes, at + 24, (int) octets);
        at += SENDER_REPORT_BYTES;
    }

    /** RFC 3550 §6.4.2; blocks follow by {@link #reportBlock}. */
    public void receiverReport(int ssrc) {
        reportStart = at;
        header(0, RtcpView.RECEIVER_REPORT, 8, ssrc);
        at += 8;
    }

    public void reportBlock(ReportBlock block) {
        put32(bytes, at, block.ssrc());
        put8(bytes, at + 4, block.fractionLost());
        put24(bytes, at + 5, block.cumulativeLost());
        put32(bytes, at + 8, block.highestSequence());
        put32(bytes, at + 12, block.jitter());
        put32(bytes, at + 16, block.lastSenderReport());
        put32(bytes, at + 20, block.delaySinceLastSenderReport());
        at += REPORT_BLOCK_BYTES;
        put8(bytes, reportStart, bytes[reportStart] + 1);
        put16(bytes, reportStart + 2, (at - reportStart) / 4 - 1);
    }

    /** RFC 3550 §6.5.1: one chunk, one CNAME of at most 255 bytes. */
    public void sourceDescription(int ssrc, byte[] cname) {
        int size = Math.min(cname.length, 255);
        int chunk = 4 + 2 + size + 1;
        int padded = (chunk + 3) & ~3;
        header(1, RtcpView.SOURCE_DESCRIPTION, 4 + padded, ssrc);
        put8(bytes, at + 8, 1);
        put8(bytes, at + 9, size);
        System.arraycopy(cname, 0, bytes, at + 10, size);
        for (int i = 4 + chunk - 1; i < 4 + padded; i++) {
            bytes[at + i] = 0;
        }
        at += 4 + padded;
    }

    public static byte[] cname(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= 64 ? utf8 : java.util.Arrays.copyOf(utf8, 64);
    }

    public void pictureLoss(int senderSsrc, int mediaSsrc) {
        header(RtcpView.PLI, RtcpView.PAYLOAD_FEEDBACK, PLI_BYTES, senderSsrc);
        put32(bytes, at + 8, mediaSsrc);
        at += PLI_BYTES;
    }

    /** Generic NACK of ascending sequence numbers. Returns how many found room. */
    public int nack(int senderSsrc, int mediaSsrc, int[] sequences, int count) {
        int start = at;
        int done = 0;
        at += NACK_HEADER_BYTES;
        while (done < count && room() >= 4) {
            int packetId = sequences[done++];
            int mask = 0;
            while (done < count) {
                int distance = (sequences[done] - packetId) & 0xffff;
                if (distance < 1 || distance > 16) {
                    break;
                }
                mask |= 1 << (distance - 1);
                done++;
            }
            put16(bytes, at, packetId);
            put16(bytes, at + 2, mask);
            at += 4;
        }
        int end = at;
        at = start;
        header(RtcpView.NACK, RtcpView.TRANSPORT_FEEDBACK, end - start, senderSsrc);
        put32(bytes, start + 8, mediaSsrc);
        at = end;
        return done;
    }

    private void header(int count, int type, int size, int ssrc) {
        put8(bytes, at, 0x80 | count);
        put8(bytes, at + 1, type);
        put16(bytes, at + 2, size / 4 - 1);
        put32(bytes, at + 4, ssrc);
    }
}
