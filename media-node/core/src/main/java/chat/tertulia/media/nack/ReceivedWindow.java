package chat.tertulia.media.nack;

/** Which of the last 1024 packets of a stream have come, one bit each: what tells a duplicate from a late packet. */
public final class ReceivedWindow {
    public static final int PACKETS = 1024;

    /** What a packet is to its stream. */
    public enum Arrival {
        /** The newest so far. */
        ADVANCES,
        /** Fills a hole. */
        FILLS,
        DUPLICATE,
        /** Before the window. */
        TOO_LATE,
    }

    private final long[] bits = new long[PACKETS / 64];
    private long highest = -1;

    public long highest() {
        return highest;
    }

    /** Ahead of all, or in the window and not there yet. */
    public boolean lacks(long sequence) {
        return sequence > highest || (sequence > highest - PACKETS && (bits[word(sequence)] & (1L << sequence)) == 0);
    }

    public Arrival arrive(long sequence) {
        if (highest < 0 || sequence - highest >= PACKETS) {
            java.util.Arrays.fill(bits, 0);
            highest = sequence;
            set(sequence);
            return Arrival.ADVANCES;
        }
        if (sequence > highest) {
            for (long missing = highest + 1; missing < sequence; missing++) {
                bits[word(missing)] &= ~(1L << missing);
            }
            highest = sequence;
            set(sequence);
            return Arrival.ADVANCES;
        }
        if (sequence <= highest - PACKETS) {
            return Arrival.TOO_LATE;
        }
        if ((bits[word(sequence)] & (1L << sequence)) != 0) {
            return Arrival.DUPLICATE;
        }
        set(sequence);
        return Arrival.FILLS;
    }

    private void set(long sequence) {
        bits[word(sequence)] |= 1L << sequence;
    }

    private static int word(long sequence) {
        return (int) (sequence & (PACKETS - 1)) >> 6;
    }
}
