package chat.tertulia.media;

import chat.tertulia.media.relay.RelayMessage;

/** How a publisher's RTP timestamps lie on its own wall clock, from its newest sender report (RFC 3550 §6.4.1). */
final class SenderClock {
    private boolean known;
    private long ntp;
    private int timestamp;
    private long arrivalNs;

    void report(long reportNtp, int rtpTimestamp, long nowNs) {
        known = true;
        ntp = reportNtp;
        timestamp = rtpTimestamp;
        arrivalNs = nowNs;
    }

    /** The report, for another part of the room. */
    RelayMessage.Clock message(RelayMessage.Place of) {
        return new RelayMessage.Clock(of, ntp, timestamp, arrivalNs);
    }

    boolean known() {
        return known;
    }

    /** Nanoseconds on the publisher's clock at which this timestamp was sampled. */
    long wallNs(int rtpTimestamp, int clockRate) {
        return nanoseconds(ntp) + (long) (rtpTimestamp - timestamp) * 1_000_000_000L / clockRate;
    }

    /** The timestamp that belongs to that time. */
    int timestampAt(long wallNs, int clockRate) {
        return timestamp + (int) ((wallNs - nanoseconds(ntp)) / 1000 * clockRate / 1_000_000);
    }

    /** 32.32 NTP time of the publisher at {@code nowNs}. */
    long ntpAt(long nowNs) {
        long elapsedNs = nowNs - arrivalNs;
        long seconds = elapsedNs / 1_000_000_000L;
        long rest = elapsedNs % 1_000_000_000L;
        return ntp + (seconds << 32) + ((rest << 32) / 1_000_000_000L);
    }

    int timestampNow(long nowNs, int clockRate) {
        return timestamp + (int) ((nowNs - arrivalNs) / 1000 * clockRate / 1_000_000);
    }

    /** Middle 32 bits, as a receiver report gives them back. */
    int middle() {
        return known ? (int) (ntp >>> 16) : 0;
    }

    /** In 1/65536 s. */
    int delaySince(long nowNs) {
        return known ? (int) ((nowNs - arrivalNs) / 1000 * 65_536 / 1_000_000) : 0;
    }

    private static long nanoseconds(long ntp) {
        long seconds = ntp >>> 32;
        return seconds * 1_000_000_000L + (((ntp & 0xffff_ffffL) * 1_000_000_000L) >>> 32);
    }
}
