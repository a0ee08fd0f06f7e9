package chat.tertulia.media.rtcp;

/**
 * RFC 3550 §6.4.1.
 *
 * @param fractionLost in 1/256 since the last report
 * @param jitter in timestamp units
 * @param lastSenderReport middle 32 bits of its NTP time, 0 when there was none
 * @param delaySinceLastSenderReport in 1/65536 s
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int highestSequence,
        int jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {}
