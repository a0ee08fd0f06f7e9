package chat.tertulia.functions.host;

import java.time.Duration;

/**
 * At least once, not for ever.
 *
 * @param attempts deliveries in all before an event becomes a dead letter
 * @param firstWait doubles with every failure
 */
public record RetryPolicy(int attempts, Duration firstWait) {
    /** 31 seconds in all: longer than the lease of a delivery that was lost together with its host. */
    public static final RetryPolicy STANDARD = new RetryPolicy(6, Duration.ofSeconds(1));

    boolean allowsAnother(Invocation failed) {
        return failed.attempts() < attempts;
    }

    /** @param failed an invocation with at least one failure */
    Duration waitAfter(Invocation failed) {
        return firstWait.multipliedBy(1L << Math.min(failed.attempts() - 1, 10));
    }
}
