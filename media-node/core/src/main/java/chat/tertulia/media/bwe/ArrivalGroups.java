package chat.tertulia.media.bwe;

/**
 * Packets that left together, draft-ietf-rmcat-gcc-02 §5.2: those of {@link #BURST_NS}, and those that came in a burst
 * because something on the way had held them back. A flush of many packets has one send time and is one group.
 */
final class ArrivalGroups {
    static final long BURST_NS = 5_000_000;

    private static final long LONGEST_BURST_NS = 100_000_000;
    private static final long CLOCK_LEAP_NS = 3_000_000_000L;
    private static final long NONE = Long.MIN_VALUE;

    private long firstSentNs = NONE;
    private long lastSentNs;
    private long firstArrivalNs;
    private long lastArrivalNs;
    private long formerSentNs = NONE;
    private long formerArrivalNs;
    private long foundDelayNs;
    private long sendDeltaNs;
    private long arrivalDeltaNs;

    /** True when a group was completed by this packet and there was one before it: the deltas may be read. */
    boolean arrived(long sentNs, long arrivalNs) {
        if (firstSentNs == NONE || leaps(arrivalNs)) {
            formerSentNs = NONE;
            begin(sentNs, arrivalNs);
            return false;
        }
        if (sentNs < firstSentNs) {
            return false; // came late; its group is closed
        }
        if (belongs(sentNs, arrivalNs)) {
            lastSentNs = Math.max(lastSentNs, sentNs);
            lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
            return false;
        }
        boolean complete = formerSentNs != NONE;
        sendDeltaNs = lastSentNs - formerSentNs;
        arrivalDeltaNs = lastArrivalNs - formerArrivalNs;
        formerSentNs = lastSentNs;
        formerArrivalNs = lastArrivalNs;
        foundDelayNs = firstArrivalNs - firstSentNs;
        begin(sentNs, arrivalNs);
        return complete;
    }

    /** What follows is not to be compared with what came before. */
    void interrupt() {
        firstSentNs = NONE;
    }

    private boolean leaps(long arrivalNs) {
        return Math.abs(arrivalNs - lastArrivalNs) > CLOCK_LEAP_NS;
    }

    private void begin(long sentNs, long arrivalNs) {
        firstSentNs = sentNs;
        lastSentNs = sentNs;
        firstArrivalNs = arrivalNs;
        lastArrivalNs = arrivalNs;
    }

    private boolean belongs(long sentNs, long arrivalNs) {
        if (sentNs - firstSentNs <= BURST_NS) {
            return true;
        }
        long apart = arrivalNs - lastArrivalNs;
        boolean heldBack = apart - (sentNs - lastSentNs) < 0 && apart <= BURST_NS;
        return heldBack && arrivalNs - firstArrivalNs < LONGEST_BURST_NS;
    }

    long sendDeltaNs() {
        return sendDeltaNs;
    }

    long arrivalDeltaNs() {
        return arrivalDeltaNs;
    }

    /** How long the first packet of the group that was completed took, by two clocks: what it found in the queues. */
    long foundDelayNs() {
        return foundDelayNs;
    }
}
