package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProberTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MEGABIT = 1_000_000;

    private final Prober prober = new Prober();

    /** Sends all bursts of a cluster as filling; returns their bytes. */
    private int play(long nowNs) {
        int bytes = 0;
        for (long at = nowNs; prober.dueNs() != Long.MAX_VALUE; at += SECOND / 200) {
            if (prober.dueNs() <= at) {
                int missing = prober.burst(at);
                prober.sent(missing, true);
                prober.burstSent();
                bytes += missing;
            }
        }
        return bytes;
    }

    private boolean fails(long nowNs) {
        boolean began = prober.plan(4 * MEGABIT, MEGABIT, nowNs);
        if (began) {
            play(nowNs);
            prober.ended(0.9 * MEGABIT, nowNs);
        }
        return began;
    }

    @Test
    void shouldTryTwiceTheEstimateAtMost() {
        assertTrue(prober.plan(10 * MEGABIT, 2 * MEGABIT, 0));
        assertEquals(Prober.BURSTS * 2500, play(0), "eight bursts of 5 ms at 4 Mbit/s");
    }

    @Test
    void shouldTryAQuarterMoreThanIsWanted() {
        assertTrue(prober.plan(4 * MEGABIT, 4 * MEGABIT, 0));
        assertEquals(Prober.BURSTS * 3125, play(0), "eight bursts of 5 ms at 5 Mbit/s");
    }

    @Test
    void shouldFillANarrowLinkForLess() {
        assertTrue(prober.plan(MEGABIT, MEGABIT / 4, 0));
        assertEquals(Prober.FEW_BURSTS * 1250, play(0), "five bursts of 20 ms at 0.5 Mbit/s");
    }

    @Test
    void shouldNotProbeForWhatFitsAlready() {
        assertTrue(prober.plan(MEGABIT, MEGABIT + MEGABIT / 10, 0), "something is to be spared");
        assertFalse(new Prober().plan(MEGABIT, MEGABIT + MEGABIT / 4, 0));
    }

    @Test
    void shouldBecomeRarerWithFailures() {
        assertTrue(fails(0));
        assertFalse(fails(SECOND - 1));
        assertTrue(fails(SECOND));
        assertFalse(fails(3 * SECOND - 1));
        assertTrue(fails(3 * SECOND));
        assertFalse(fails(7 * SECOND - 1));
        assertTrue(fails(7 * SECOND));
        assertFalse(fails(12 * SECOND - 1), "five seconds and no more");
    }

    @Test
    void shouldGoOnAtOnceAfterASuccess() {
        assertTrue(prober.plan(4 * MEGABIT, MEGABIT, 0));
        play(0);
        prober.ended(2.0 * MEGABIT, 0);
        assertFalse(prober.plan(4 * MEGABIT, 2 * MEGABIT, SECOND / 10));
        assertTrue(prober.plan(4 * MEGABIT, 2 * MEGABIT, 3 * SECOND / 10));
    }

    @Test
    void shouldKeepWithinAShareOfWhatIsSent() {
        long nowNs = 0;
        int bytes = 0;
        for (int i = 0; i < 100; i++, nowNs += 6 * SECOND) {
            if (prober.plan(4 * MEGABIT, MEGABIT, nowNs)) {
                bytes += play(nowNs);
                prober.ended(0, nowNs);
            }
        }
        assertTrue(bytes <= 64_000, "without media " + bytes);
        prober.sent(500_000, false);
        assertTrue(fails(nowNs), "a tenth of what was sent since");
    }

    @Test
    void shouldFollowAHintOnceInAWhile() {
        for (long nowNs = 0; nowNs <= 7 * SECOND; nowNs += SECOND / 2) {
            fails(nowNs);
        }
        prober.hint(7 * SECOND + SECOND / 2);
        assertFalse(fails(7 * SECOND + SECOND / 2), "the last was just now");
        prober.hint(8 * SECOND);
        assertTrue(fails(8 * SECOND));
        prober.hint(10 * SECOND);
        assertFalse(fails(10 * SECOND), "the last hint was wrong");
    }
}
