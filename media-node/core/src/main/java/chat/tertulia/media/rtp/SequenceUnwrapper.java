package chat.tertulia.media.rtp;

/** 16-bit sequence numbers to 64-bit ones, nearest to the last. Starts high enough that nothing late becomes negative. */
public final class SequenceUnwrapper {
    private static final long CYCLE = 1L << 16;

    private long last = -1;

    public long unwrap(int sequence) {
        last = last < 0 ? CYCLE + sequence : near(last, sequence);
        return last;
    }

    /** The number nearest to {@code reference} whose low 16 bits are {@code sequence}. */
    public static long near(long reference, int sequence) {
        return reference + (short) (sequence - (int) reference);
    }
}
