package chat.tertulia.media.sctp;

/** When data is acknowledged: after two packets, after 50 ms, or at once (RFC 9260 §6.2). */
final class AckClock {
    private static final int PACKETS = 2;

    private int packets;
    private boolean now;
    private long dueNs = Long.MAX_VALUE;
    private int toldWindow;

    void begin(int window) {
        toldWindow = window;
    }

    long dueNs() {
        return dueNs;
    }

    void atOnce() {
        now = true;
    }

    void timeout() {
        now = true;
        dueNs = Long.MAX_VALUE;
    }

    /** A packet with data has come. */
    void arrived(boolean urgent, long nowNs) {
        packets++;
        if (urgent || packets >= PACKETS) {
            now = true;
        } else if (dueNs == Long.MAX_VALUE) {
            dueNs = nowNs + SctpSettings.SACK_DELAY_NS;
        }
    }

    /** A window that was nearly shut is told when it opens. */
    void widened(int window, int whole) {
        now |= toldWindow < whole / 2 && window - toldWindow > whole / 4;
    }

    /** @param inCompany whether a packet leaves anyway */
    boolean due(boolean inCompany) {
        return now || (inCompany && packets > 0);
    }

    void told(int window) {
        toldWindow = window;
        now = false;
        dueNs = Long.MAX_VALUE;
        packets = 0;
    }
}
