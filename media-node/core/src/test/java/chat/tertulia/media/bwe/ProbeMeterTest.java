package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProbeMeterTest {
    private static final long MS = 1_000_000;

    private final ProbeMeter probe = new ProbeMeter();

    /** Eight bursts of 1250 bytes at 1 Mbit/s, of which the first come, so far apart. */
    private double run(int arrive, double apartMs) {
        for (int i = 0; i < 8; i++) {
            probe.sent(1, i, 1250, (100 + 10 * i) * MS);
        }
        for (int i = 0; i < arrive; i++) {
            probe.arrived(1, 1250, (long) ((500 + i * apartMs) * MS));
        }
        assertTrue(probe.over(7, 600 * MS));
        return probe.close();
    }

    @Test
    void shouldFindTheRateAtWhichItWasSent() {
        assertEquals(1_000_000, run(8, 10), 1);
        assertFalse(probe.filledTheLink());
    }

    @Test
    void shouldNotBelieveInMoreThanWasSent() {
        assertEquals(1_000_000, run(8, 5), 1);
    }

    @Test
    void shouldFindALittleLessThanAFullLink() {
        assertEquals(0.95 * 500_000, run(8, 20), 1);
        assertTrue(probe.filledTheLink());
    }

    @Test
    void shouldNotTakeAWaverForAFullLink() {
        assertEquals(0.95 * 10_000 / 14 * 1000, run(8, 14), 1);
        assertFalse(probe.filledTheLink());
    }

    @Test
    void shouldTellNothingWhenTooMuchIsLost() {
        assertEquals(-1, run(6, 10));
    }

    @Test
    void shouldTellNothingWhenItCameInOneBundle() {
        assertEquals(-1, run(8, 0.1));
    }
}
