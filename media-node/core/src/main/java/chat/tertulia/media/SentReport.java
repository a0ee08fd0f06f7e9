package chat.tertulia.media;

/** What the sender reports of one outgoing SSRC need, and what the receiver's answers to them tell. */
final class SentReport {
    private long packets;
    private long octets;
    private long reportedPackets;
    private int middle;
    private long sentNs;
    private long nacks;
    private long keyframeRequests;

    void sent(int payloadBytes) {
        packets++;
        octets += payloadBytes;
    }

    /** The receiver asked for so many packets again. */
    void nacked(int count) {
        nacks += count;
    }

    void keyframeRequested() {
        keyframeRequests++;
    }

    long nacks() {
        return nacks;
    }

    long keyframeRequests() {
        return keyframeRequests;
    }

    boolean due() {
        return packets != reportedPackets;
    }

    void reported(long ntp, long nowNs) {
        reportedPackets = packets;
        middle = (int) (ntp >>> 16);
        sentNs = nowNs;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    /** RFC 3550 §6.4.1, figure 2. -1 when the block answers another report, or none. */
    long rttNs(int lastSenderReport, long delay65536, long nowNs) {
        if (lastSenderReport == 0 || lastSenderReport != middle) {
            return -1;
        }
        return Math.max(0, nowNs - sentNs - delay65536 * 1_000_000_000L / 65_536);
    }
}
