package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TrendlineTest {
    private static final double PICTURE_MS = 33;

    private final Trendline trend = new Trendline();

    /** Groups that each come so much later than the one before, in milliseconds; returns after how many it is overuse. */
    private int groups(int count, double laterMs) {
        for (int i = 1; i <= count; i++) {
            play(1, laterMs);
            if (trend.signal() == DelaySignal.OVERUSE) {
                return i;
            }
        }
        return -1;
    }

    private void play(int count, double laterMs) {
        for (int i = 0; i < count; i++) {
            trend.group((long) (PICTURE_MS * 1e6), (long) ((PICTURE_MS + laterMs) * 1e6));
        }
    }

    @Test
    void shouldCallAnEvenPathNormal() {
        assertEquals(-1, groups(200, 0));
        assertEquals(DelaySignal.NORMAL, trend.signal());
    }

    @Test
    void shouldSeeQueuesGrowAndShrink() {
        assertEquals(-1, groups(60, 0));
        int after = groups(60, 4);
        assertTrue(after > 1 && after < 30, "after " + after);
        play(60, -4);
        assertEquals(DelaySignal.UNDERUSE, trend.signal());
    }

    /** The least threshold is 6: what is just above it is got used to, as the queue of somebody else's traffic. */
    @Test
    void shouldGetUsedToASlightSlope() {
        play(100, 0);
        play(400, 0.9);
        assertEquals(DelaySignal.NORMAL, trend.signal());
    }

    @Test
    void shouldNotLearnFromASuddenLeap() {
        assertEquals(-1, groups(60, 0));
        play(1, 400);
        play(60, 0);
        int after = groups(60, 4);
        assertTrue(after > 0 && after < 30, "after " + after);
    }
}
