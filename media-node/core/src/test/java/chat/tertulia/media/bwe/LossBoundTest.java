package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LossBoundTest {
    private static final long INTERVAL = 400_000_000;
    private static final double RATE = 1_000_000;

    private final LossBound loss = new LossBound(60_000);
    private long nowNs;

    /** So many intervals of a hundred packets. */
    private void intervals(int count, int lostOfHundred, double arrived) {
        for (int i = 0; i < count; i++) {
            loss.count(lostOfHundred, 100, Math.min(RATE, loss.bound()), arrived, nowNs);
            nowNs += INTERVAL;
        }
    }

    @Test
    void shouldNotBoundAtLossThatRadioLinksHave() {
        intervals(50, 14, 0);
        assertEquals(Double.MAX_VALUE, loss.bound());
    }

    @Test
    void shouldBoundWhenItLasts() {
        intervals(3, 25, 0);
        assertEquals(Double.MAX_VALUE, loss.bound(), "smoothed");
        intervals(20, 25, 0);
        assertTrue(loss.bound() < RATE / 2, "bound " + loss.bound());
    }

    @Test
    void shouldBoundAtOnceWhenItIsSevere() {
        intervals(2, 50, 0);
        assertEquals(0.75 * RATE, loss.bound(), 1);
    }

    @Test
    void shouldNotFallBelowWhatArrives() {
        intervals(50, 50, 400_000);
        assertEquals(340_000, loss.bound(), 1);
    }

    @Test
    void shouldRiseSlowlyWhenItIsOver() {
        intervals(2, 50, 0);
        double cut = loss.bound();
        intervals(14, 0, 0);
        double before = loss.bound();
        assertTrue(before >= cut);
        intervals(25, 0, 0);
        assertTrue(loss.bound() > 1.5 * before && loss.bound() < 2.5 * before, "bound " + loss.bound() / before);
    }

    @Test
    void shouldGiveWayToAProbe() {
        intervals(2, 50, 0);
        loss.atLeast(2 * RATE);
        assertEquals(2 * RATE, loss.bound());
    }
}
