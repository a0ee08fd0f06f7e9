package chat.tertulia.node.loop;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of token buckets, each one long: the time at which it would be full again (the generic cell rate algorithm).
 * Nothing is made or forgotten while it runs. Owned by: the loop.
 */
final class TokenBuckets {
    private final long[] fullAtNs;
    private final long tokenNs;
    private final long burstNs;

    TokenBuckets(int buckets, int perSecond, int burst, long nowNs) {
        fullAtNs = new long[buckets];
        Arrays.fill(fullAtNs, nowNs);
        tokenNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        burstNs = tokenNs * burst;
    }

    /** False when the bucket is empty; asking costs nothing then. */
    boolean take(int bucket, long nowNs) {
        long from = fullAtNs[bucket] - nowNs > 0 ? fullAtNs[bucket] : nowNs;
        if (from + tokenNs - nowNs > burstNs) {
            return false;
        }
        fullAtNs[bucket] = from + tokenNs;
        return true;
    }
}
