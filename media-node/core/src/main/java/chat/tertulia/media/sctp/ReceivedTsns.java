package chat.tertulia.media.sctp;

/** Which TSNs have come: all up to the cumulative one, and some within a window ahead of it. Numbers are modulo 2^32. */
final class ReceivedTsns {
    static final int WINDOW = 4096;

    enum Arrival {
        NEW,
        DUPLICATE,
        /** Further ahead than we remember. */
        BEYOND
    }

    /** Told each run of TSNs ahead of a gap, as offsets from the cumulative TSN. */
    interface Blocks {
        /** False when no more are wanted. */
        boolean block(int first, int last);
    }

    private final long[] bits = new long[WINDOW / Long.SIZE];
    private int cumulative;
    private int highest;

    ReceivedTsns(int cumulative) {
        this.cumulative = cumulative;
        this.highest = cumulative;
    }

    int cumulative() {
        return cumulative;
    }

    boolean gaps() {
        return highest != cumulative;
    }

    Arrival look(int tsn) {
        int ahead = tsn - cumulative;
        if (ahead <= 0 || (ahead < WINDOW && has(tsn))) {
            return Arrival.DUPLICATE;
        }
        return ahead < WINDOW ? Arrival.NEW : Arrival.BEYOND;
    }

    /** One that {@link #look} called new. */
    void add(int tsn) {
        bits[word(tsn)] |= 1L << tsn;
        if (tsn - highest > 0) {
            highest = tsn;
        }
        roll();
    }

    /** All up to this one are forgiven (RFC 3758 §3.6). False when that is nothing new. */
    boolean forward(int tsn) {
        int ahead = tsn - cumulative;
        if (ahead <= 0) {
            return false;
        }
        for (int i = 1; i <= Math.min(ahead, WINDOW); i++) {
            clear(cumulative + i);
        }
        cumulative = tsn;
        if (highest - cumulative < 0) {
            highest = cumulative;
        }
        roll();
        return true;
    }

    void blocks(Blocks told) {
        int first = 0;
        for (int offset = 2; offset <= highest - cumulative + 1; offset++) {
            boolean here = offset <= highest - cumulative && has(cumulative + offset);
            if (here && first == 0) {
                first = offset;
            } else if (!here && first != 0) {
                if (!told.block(first, offset - 1)) {
                    return;
                }
                first = 0;
            }
        }
    }

    private void roll() {
        while (cumulative != highest && has(cumulative + 1)) {
            cumulative++;
            clear(cumulative);
        }
    }

    private boolean has(int tsn) {
        return (bits[word(tsn)] & (1L << tsn)) != 0;
    }

    private void clear(int tsn) {
        bits[word(tsn)] &= ~(1L << tsn);
    }

    private static int word(int tsn) {
        return (tsn & (WINDOW - 1)) / Long.SIZE;
    }
}
