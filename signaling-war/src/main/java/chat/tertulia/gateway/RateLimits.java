package chat.tertulia.gateway;

import chat.tertulia.platform.Refusal;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often whom may do what: one token bucket for each event and sender. Safe from any thread. */
final class RateLimits {
    private final Map<Key, Metered> buckets = new ConcurrentHashMap<>();

    private record Key(String event, String sender) {}

    private record Metered(Bucket bucket, long capacity) {
        boolean isFull() {
            return bucket.getAvailableTokens() >= capacity;
        }
    }

    /** Takes one token, or throws the refusal that tells when there will be one. */
    void take(String event, String sender, Limit limit) {
        ConsumptionProbe probe = buckets.computeIfAbsent(new Key(event, sender), _ -> fresh(limit))
                .bucket()
                .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Refusal.rateLimited(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private static Metered fresh(Limit limit) {
        Bucket bucket = Bucket.builder()
                .addLimit(band -> band.capacity(limit.events()).refillGreedy(limit.events(), limit.window()))
                .build();
        return new Metered(bucket, limit.events());
    }

    /** Forgets senders who have not been heard of for a window: their buckets are as good as new ones. */
    void sweep() {
        buckets.values().removeIf(Metered::isFull);
    }

    int size() {
        return buckets.size();
    }
}
