package chat.tertulia.functions.host;

import java.time.Duration;

/**
 * How often the bucket is searched for what nobody told of.
 *
 * @param interval between two rounds
 * @param recent each round looks at everything that was uploaded since then, and goes on with the rest where the last ended
 * @param pages of a thousand keys at most for each of the two
 */
public record ScanPlan(Duration interval, Duration recent, int pages) {
    /** Where the store tells of what happens, so that only accidents are left to find. */
    public static final ScanPlan TOLD = new ScanPlan(Duration.ofMinutes(10), Duration.ofHours(1), 20);

    /** Where nobody tells anything. */
    public static ScanPlan polled(Duration interval) {
        return new ScanPlan(interval, Duration.ofHours(1), 20);
    }
}
