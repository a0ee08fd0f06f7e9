package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what other processes do. */
final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Eventually() {}

    /** @param what the condition as a sentence, for the failure */
    static <T> T get(String what, Supplier<Optional<T>> condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> value = condition.get();
            if (value.isPresent()) {
                return value.get();
            }
            LockSupport.parkNanos(20_000_000);
        }
        return fail("Not yet true after " + DEADLINE + ": " + what);
    }

    static void yes(String what, Supplier<Boolean> condition) {
        get(what, () -> Optional.of(condition.get()).filter(Boolean::booleanValue));
    }
}
