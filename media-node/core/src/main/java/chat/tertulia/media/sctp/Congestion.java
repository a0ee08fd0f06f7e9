package chat.tertulia.media.sctp;

/** Congestion window of the one path, RFC 9260 §7.2. Bytes are of payload. */
final class Congestion {
    private final int mtu;
    private int window;
    private int threshold = Integer.MAX_VALUE;
    private int partialAcked;
    private boolean recovering;
    private int recoveredAt;

    Congestion(int mtu) {
        this.mtu = mtu;
        this.window = Math.min(4 * mtu, Math.max(2 * mtu, 4404));
    }

    int window() {
        return window;
    }

    boolean recovering() {
        return recovering;
    }

    /**
     * A SACK has moved the cumulative TSN.
     *
     * @param full the window was used up before it came
     */
    void acked(int bytes, boolean full, int cumulative) {
        if (recovering) {
            recovering = cumulative - recoveredAt < 0;
            return;
        }
        if (window <= threshold) {
            if (full) {
                window += Math.min(bytes, mtu);
            }
            return;
        }
        partialAcked += bytes;
        if (partialAcked >= window) {
            partialAcked -= window;
            if (full) {
                window += mtu;
            }
        }
    }

    /** RFC 9260 §7.2.4: something was reported missing three times. True when this begins a recovery. */
    boolean lost(int highestOutstanding) {
        if (recovering) {
            return false;
        }
        recovering = true;
        recoveredAt = highestOutstanding;
        halve();
        window = threshold;
        return true;
    }

    /** RFC 9260 §7.2.3. */
    void expired() {
        halve();
        window = mtu;
        recovering = false;
    }

    private void halve() {
        threshold = Math.max(window / 2, 4 * mtu);
        partialAcked = 0;
    }
}
