package chat.tertulia.media.stats;

/**
 * What a receiver report says of one stream, RFC 3550 §6.4.1 and appendices A.3 and A.8. Repairs by retransmission are not
 * told here: the report is about the path.
 */
public final class Reception {
    private long base = -1;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long lastTransit;
    private long jitter16;
    private long lostInInterval;
    private long expectedInInterval;

    public void arrived(long sequence, int timestamp, int clockRate, long nowNs) {
        long transit = nowNs / 1000 * clockRate / 1_000_000 - timestamp;
        if (base < 0) {
            base = sequence;
            highest = sequence;
        } else {
            // Scaled by 16, as in A.8; timestamps wrap, so the difference is taken in 32 bits.
            long difference = Math.abs((int) (transit - lastTransit));
            jitter16 += difference - ((jitter16 + 8) >> 4);
        }
        lastTransit = transit;
        highest = Math.max(highest, sequence);
        received++;
    }

    /** Closes the interval since the last call. False when nothing came in it. */
    public boolean closeInterval() {
        if (base < 0 || received == receivedBefore) {
            return false;
        }
        long expected = highest - base + 1;
        expectedInInterval = expected - expectedBefore;
        lostInInterval = Math.max(0, expectedInInterval - (received - receivedBefore));
        expectedBefore = expected;
        receivedBefore = received;
        return true;
    }

    public long lostInInterval() {
        return lostInInterval;
    }

    public long expectedInInterval() {
        return expectedInInterval;
    }

    /** In 1/256 of the closed interval. */
    public int fractionLost() {
        return expectedInInterval <= 0 ? 0 : (int) Math.min(255, lostInInterval * 256 / expectedInInterval);
    }

    /** Bounded to 24 bits signed, as the field is. */
    public int cumulativeLost() {
        long lost = base < 0 ? 0 : highest - base + 1 - received;
        return (int) Math.clamp(lost, -0x80_0000L, 0x7f_ffffL);
    }

    public int highestSequence() {
        return (int) highest;
    }

    public int jitter() {
        return (int) (jitter16 >> 4);
    }
}
