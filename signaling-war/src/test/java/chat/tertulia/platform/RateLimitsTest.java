package chat.tertulia.platform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {
    private static final Rate TWO_A_MINUTE = Rate.perMinutes(2, 1);

    private final MutableClock clock = new MutableClock();
    private final RateLimits limits = new RateLimits(clock, 2, 1);

    @Test
    void shouldSayHowLongToWait() {
        limits.take("a", TWO_A_MINUTE);
        limits.take("a", TWO_A_MINUTE);
        Refusal refusal = assertThrows(Refusal.class, () -> limits.take("a", TWO_A_MINUTE));
        assertEquals(ErrorCode.RATE_LIMITED, refusal.code());
        assertEquals(Duration.ofSeconds(30), refusal.retryAfter());
        clock.advance(Duration.ofSeconds(30));
        assertDoesNotThrow(() -> limits.take("a", TWO_A_MINUTE));
    }

    @Test
    void shouldNotChargeWhatIsGivenBack() {
        for (int i = 0; i < 10; i++) {
            limits.take("a", TWO_A_MINUTE);
            limits.giveBack("a", TWO_A_MINUTE);
        }
        limits.take("a", TWO_A_MINUTE);
        limits.take("a", TWO_A_MINUTE);
        assertThrows(Refusal.class, () -> limits.take("a", TWO_A_MINUTE));
    }

    @Test
    void shouldForgetTheBucketThatWasUnusedLongest() {
        exhaust("a");
        exhaust("b");
        limits.take("c", TWO_A_MINUTE);
        assertThrows(Refusal.class, () -> limits.take("b", TWO_A_MINUTE));
        assertDoesNotThrow(() -> limits.take("a", TWO_A_MINUTE));
    }

    private void exhaust(String key) {
        limits.take(key, TWO_A_MINUTE);
        limits.take(key, TWO_A_MINUTE);
    }
}
