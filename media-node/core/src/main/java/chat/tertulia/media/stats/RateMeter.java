package chat.tertulia.media.stats;

import java.util.Arrays;

/** Bits per second over a sliding window. Times may come a little out of order; what is older than the window is not counted. */
public final class RateMeter {
    private static final int BUCKETS = 25;

    private final long bucketNs;
    private final int[] bytes = new int[BUCKETS];
    private long sum;
    private long newest = Long.MIN_VALUE;
    private long first;

    public RateMeter(long windowNs) {
        bucketNs = windowNs / BUCKETS;
    }

    public void add(int size, long nowNs) {
        long bucket = Math.floorDiv(nowNs, bucketNs);
        advance(bucket);
        if (bucket > newest - BUCKETS) {
            bytes[slot(bucket)] += size;
            sum += size;
        }
    }

    /** Averaged over the window, or over what there is of it, at least a fifth. */
    public long bitsPerSecond(long nowNs) {
        if (newest == Long.MIN_VALUE) {
            return 0;
        }
        advance(Math.floorDiv(nowNs, bucketNs));
        long buckets = Math.clamp(newest - first + 1, BUCKETS / 5, BUCKETS);
        return sum * 8_000_000_000L / (buckets * bucketNs);
    }

    public void reset() {
        newest = Long.MIN_VALUE;
    }

    private void advance(long bucket) {
        if (newest == Long.MIN_VALUE || bucket - newest >= BUCKETS) {
            first = newest == Long.MIN_VALUE ? bucket : Math.min(first, bucket - BUCKETS);
            Arrays.fill(bytes, 0);
            sum = 0;
            newest = bucket;
        }
        while (newest < bucket) {
            int slot = slot(++newest);
            sum -= bytes[slot];
            bytes[slot] = 0;
        }
    }

    private static int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) BUCKETS);
    }
}
