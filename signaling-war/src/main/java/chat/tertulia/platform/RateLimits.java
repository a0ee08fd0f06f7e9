package chat.tertulia.platform;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Token buckets by name. Their number is bounded: beyond it the bucket that was unused longest is forgotten, so that an
 * attacker with many addresses costs memory once and never more.
 *
 * <p>Owned by: its own lock; safe from any thread.
 */
@Service
public class RateLimits {
    private static final int MAX_BUCKETS = 65_536;

    private final ReentrantLock lock = new ReentrantLock();
    private final TimeMeter time;
    private final int maxBuckets;
    private final int factor;
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(256, 0.75f, true);

    @Inject
    RateLimits(Clock clock, ServerConfig config) {
        this(clock, MAX_BUCKETS, config.gateway().limitFactor());
    }

    public RateLimits(Clock clock) {
        this(clock, MAX_BUCKETS, 1);
    }

    RateLimits(Clock clock, int maxBuckets, int factor) {
        this.time = new ClockMeter(clock);
        this.maxBuckets = maxBuckets;
        this.factor = factor;
    }

    /** Takes one permit or refuses with {@code rate_limited} and the time to wait. */
    public void take(String key, Rate rate) {
        ConsumptionProbe probe = bucket(key, rate).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Refusal.rateLimited(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /**
     * Gives a permit back, never above the capacity. Where only failures shall count, take first and give back on
     * success: guesses made at the same time are then all charged before the first of them is answered.
     */
    public void giveBack(String key, Rate rate) {
        bucket(key, rate).addTokens(1);
    }

    private Bucket bucket(String key, Rate rate) {
        lock.lock();
        try {
            Bucket bucket = buckets.computeIfAbsent(key, _ -> newBucket(rate));
            if (buckets.size() > maxBuckets) {
                Map.Entry<String, Bucket> eldest = buckets.firstEntry();
                buckets.remove(eldest.getKey());
            }
            return bucket;
        } finally {
            lock.unlock();
        }
    }

    private Bucket newBucket(Rate rate) {
        long permits = (long) rate.permits() * factor;
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(permits).refillGreedy(permits, rate.window()))
                .withCustomTimePrecision(time)
                .build();
    }

    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return Math.multiplyExact(clock.millis(), 1_000_000L);
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
