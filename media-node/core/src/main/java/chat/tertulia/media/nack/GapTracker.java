package chat.tertulia.media.nack;

/**
 * Packets that are missing from a publisher's stream, and when to ask for each again. Tolerates reordering: nothing is
 * asked for before it is {@link #REORDER_NS} late.
 */
public final class GapTracker {
    /** A hole larger than this is not repaired packet by packet; a keyframe is cheaper. */
    public static final int MAX_GAP = 256;

    public static final int MAX_REQUESTS = 8;
    static final long REORDER_NS = 15_000_000;
    static final long SOUND_REORDER_NS = 5_000_000;
    static final long SOUND_RETRY_NS = 25_000_000;
    private static final long MIN_RETRY_NS = 40_000_000;

    private final boolean sound;
    private long[] missing = new long[16];
    private long[] dueNs = new long[16];
    private int[] requests = new int[16];
    private int size;
    private long lost;

    /** Of pictures. */
    public GapTracker() {
        this(false);
    }

    /**
     * @param sound is played so soon that it is asked for at once, and again before an answer could have come; it is little, and
     *     a sender that just answered holds the next one back
     */
    public GapTracker(boolean sound) {
        this.sound = sound;
    }

    /**
     * A packet advanced the stream from {@code highest}.
     *
     * @return false when the hole is too large to be repaired
     */
    public boolean advanced(long highest, long sequence, long nowNs) {
        if (sequence - highest - 1 > MAX_GAP) {
            lost += size;
            size = 0;
            return false;
        }
        for (long s = highest + 1; s < sequence; s++) {
            add(s, nowNs + (sound ? SOUND_REORDER_NS : REORDER_NS));
        }
        return true;
    }

    /** True when it had been asked for. */
    public boolean filled(long sequence) {
        for (int i = 0; i < size; i++) {
            if (missing[i] == sequence) {
                boolean asked = requests[i] > 0;
                remove(i);
                return asked;
            }
        }
        return false;
    }

    /** Earliest time at which something is to be asked for, {@link Long#MAX_VALUE} for never. */
    public long dueNs() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            earliest = Math.min(earliest, dueNs[i]);
        }
        return earliest;
    }

    /**
     * What is to be asked for now, oldest first.
     *
     * @param into low 16 bits of each
     * @return how many
     */
    public int takeDue(long nowNs, long rttNs, int[] into) {
        int count = 0;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            boolean due = dueNs[i] <= nowNs && count < into.length;
            if (due && requests[i] >= MAX_REQUESTS) {
                lost++;
                continue;
            }
            if (due) {
                into[count++] = (int) missing[i] & 0xffff;
                requests[i]++;
                dueNs[i] = nowNs + (sound ? SOUND_RETRY_NS : Math.max(MIN_RETRY_NS, rttNs + rttNs / 4));
            }
            missing[kept] = missing[i];
            requests[kept] = requests[i];
            dueNs[kept++] = dueNs[i];
        }
        size = kept;
        return count;
    }

    public int size() {
        return size;
    }

    /** Given up for good. */
    public long lost() {
        return lost;
    }

    public void clear() {
        size = 0;
    }

    private void add(long sequence, long due) {
        if (size == MAX_GAP) {
            lost++;
            remove(0);
        }
        if (size == missing.length) {
            missing = java.util.Arrays.copyOf(missing, size * 2);
            dueNs = java.util.Arrays.copyOf(dueNs, size * 2);
            requests = java.util.Arrays.copyOf(requests, size * 2);
        }
        missing[size] = sequence;
        dueNs[size] = due;
        requests[size++] = 0;
    }

    private void remove(int index) {
        int tail = --size - index;
        System.arraycopy(missing, index + 1, missing, index, tail);
        System.arraycopy(dueNs, index + 1, dueNs, index, tail);
        System.arraycopy(requests, index + 1, requests, index, tail);
    }
}
