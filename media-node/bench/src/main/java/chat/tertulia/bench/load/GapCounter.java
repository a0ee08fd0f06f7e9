package chat.tertulia.bench.load;

/** Expected and received packets of one stream, from sequence numbers alone (RFC 3550 §A.3). Owned by: the receiver. */
final class GapCounter {
    private static final int HALF = 0x8000;

    private boolean begun;
    private long first;
    private long highest;
    private long received;

    void count(int sequence) {
        received++;
        if (!begun) {
            begun = true;
            first = sequence;
            highest = sequence;
            return;
        }
        int ahead = (sequence - (int) highest) & 0xFFFF;
        if (ahead < HALF) {
            highest += ahead;
        } else {
            // Before all others, as when the first two packets changed places.
            first = Math.min(first, highest + ahead - 0x10000);
        }
    }

    long received() {
        return received;
    }

    /** Sequence numbers that did not come; a doubled packet may hide one. */
    long missing() {
        return begun ? Math.max(0, highest - first + 1 - received) : 0;
    }

    /** Extended highest sequence number as a report block has it. */
    int highest() {
        return (int) highest;
    }
}
