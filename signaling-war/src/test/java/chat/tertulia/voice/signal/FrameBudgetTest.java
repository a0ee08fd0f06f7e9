package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FrameBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    private final FrameBudget budget = new FrameBudget(10, 40);

    @Test
    void shouldTakeABurstAndThenAsManyAsARatePermits() {
        assertTrue(take(40, 0));
        assertFalse(budget.take(0));
        assertTrue(take(10, SECOND));
        assertFalse(budget.take(SECOND));
    }

    @Test
    void shouldSaveNoMoreThanABurst() {
        assertTrue(take(40, 0));
        assertTrue(take(40, 3600 * SECOND));
        assertFalse(budget.take(3600 * SECOND));
    }

    private boolean take(int frames, long nowNanos) {
        boolean all = true;
        for (int i = 0; i < frames; i++) {
            all &= budget.take(nowNanos);
        }
        return all;
    }
}
