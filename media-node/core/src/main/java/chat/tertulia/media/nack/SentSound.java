package chat.tertulia.media.nack;

/**
 * What of sound went to one receiver of late, so that it can go out again as it was. Sound has no repair stream, and on its own
 * SSRC only the very same protected bytes may be sent twice; whoever protects keeps them, in the places that are counted here.
 * Made when a receiver first asks: who loses nothing costs nothing.
 */
public final class SentSound {
    /** Four voices of 50 packets a second for more than half a second. */
    public static final int CAPACITY = 128;

    /** What is older comes too late to be played. */
    static final long MOST_AGE_NS = 600_000_000;

    /** Browsers ask with each packet that comes, and each of these requests may be the one that arrives. */
    static final long INTERVAL_NS = 15_000_000;

    static final int MOST_REPEATS = 6;

    /** No such packet, or not again so soon. */
    public static final int NONE = -1;

    private final long[] keys = new long[CAPACITY];
    private final long[] numbers = new long[CAPACITY];
    private final long[] sentNs = new long[CAPACITY];
    private final long[] repeatedNs = new long[CAPACITY];
    private final int[] bytes = new int[CAPACITY];
    private final byte[] repeats = new byte[CAPACITY];
    private int size;
    private int next;

    /**
     * A packet goes out.
     *
     * @param number its transport-wide number
     * @return its place, that of the oldest one until now
     */
    public int sent(int ssrc, int sequence, long number, int length, long nowNs) {
        int place = next;
        next = (next + 1) % CAPACITY;
        size = Math.min(CAPACITY, size + 1);
        keys[place] = key(ssrc, sequence);
        numbers[place] = number;
        sentNs[place] = nowNs;
        repeatedNs[place] = nowNs;
        bytes[place] = length;
        repeats[place] = 0;
        return place;
    }

    /** Where the packet is that is asked for, or {@link #NONE}. */
    public int find(int ssrc, int sequence, long nowNs) {
        long key = key(ssrc, sequence);
        for (int i = 1; i <= size; i++) {
            int place = (next - i + CAPACITY) % CAPACITY;
            if (keys[place] == key) {
                boolean admitted = nowNs - sentNs[place] <= MOST_AGE_NS
                        && nowNs - repeatedNs[place] >= INTERVAL_NS
                        && repeats[place] < MOST_REPEATS;
                return admitted ? place : NONE;
            }
        }
        return NONE;
    }

    public void repeated(int place, long nowNs) {
        repeats[place]++;
        repeatedNs[place] = nowNs;
    }

    public long number(int place) {
        return numbers[place];
    }

    public int bytes(int place) {
        return bytes[place];
    }

    public void clear() {
        size = 0;
    }

    private static long key(int ssrc, int sequence) {
        return (long) ssrc << 16 | sequence;
    }
}
