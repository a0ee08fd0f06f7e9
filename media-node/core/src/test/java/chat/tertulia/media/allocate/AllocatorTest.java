package chat.tertulia.media.allocate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllocatorTest {
    private static final long SECOND = 1_000_000_000L;

    private final Allocator allocator = new Allocator();

    private static Claim claim(int pixels, int priority) {
        Claim claim = new Claim();
        claim.wish(pixels, priority, true);
        return claim;
    }

    private void share(long budget, long nowNs, List<Claim> claims) {
        allocator.begin();
        for (Claim claim : claims) {
            claim.begin(false);
            claim.point(0, 0, 100);
            claim.point(1, 0, 300);
            claim.point(2, 0, 1000);
            allocator.add(claim);
        }
        allocator.share((double) budget, true, nowNs);
        claims.forEach(Claim::settle);
    }

    @Test
    void shouldImproveAllStepByStepTheLargerFirst() {
        Claim small = claim(100, 0);
        Claim large = claim(1000, 0);
        share(450, 0, List.of(small, large));
        assertEquals(0, small.spatial());
        assertEquals(1, large.spatial());
    }

    @Test
    void shouldMakeWhatHasPriorityAsGoodAsFitsAfterAllHaveTheLeast() {
        Claim camera = claim(0, 0);
        Claim screen = claim(0, 1);
        share(1300, 0, List.of(camera, screen));
        assertEquals(0, camera.spatial());
        assertEquals(2, screen.spatial());
    }

    @Test
    void shouldPreferWhoSpeaks() {
        Claim silent = claim(0, 0);
        Claim speaking = claim(0, 0);
        allocator.begin();
        silent.begin(false);
        speaking.begin(true);
        for (Claim claim : List.of(silent, speaking)) {
            claim.point(0, 0, 100);
            claim.point(1, 0, 300);
            allocator.add(claim);
        }
        allocator.share(450, true, 0);
        assertEquals(0, silent.given());
        assertEquals(1, speaking.given());
    }

    @Test
    void shouldPauseTheLastWhenNotEvenTheLeastFits() {
        Claim first = claim(1000, 0);
        Claim last = claim(10, 0);
        share(150, 0, List.of(last, first));
        assertEquals(0, first.spatial());
        assertTrue(last.paused());
        share(600, 20 * SECOND, List.of(last, first));
        assertFalse(last.paused());
    }

    @Test
    void shouldPauseWhatComesFirstOnlyAsALastResort() {
        Claim first = claim(1000, 0);
        share(120, 0, List.of(first));
        share(76, SECOND, List.of(first));
        assertEquals(0, first.spatial(), "a third too much");
        share(74, 2 * SECOND, List.of(first));
        assertTrue(first.paused());
    }

    @Test
    void shouldResumeWithSomethingToSpareAndNotAtOnce() {
        Claim first = claim(1000, 0);
        share(120, 0, List.of(first));
        share(50, SECOND, List.of(first));
        share(400, SECOND + SECOND / 2, List.of(first));
        assertTrue(first.paused(), "paused half a second ago");
        share(105, 4 * SECOND, List.of(first));
        assertTrue(first.paused(), "nothing to spare");
        share(111, 5 * SECOND, List.of(first));
        assertEquals(0, first.spatial());
    }

    @Test
    void shouldNeverPauseWhatMustNotBePaused() {
        Claim first = claim(1000, 1);
        Claim kept = new Claim();
        kept.wish(10, 0, false);
        share(150, 0, List.of(first, kept));
        assertTrue(first.paused(), "its place is taken");
        assertEquals(0, kept.spatial());
        share(10, SECOND, List.of(first, kept));
        assertEquals(0, kept.spatial());
    }

    @Test
    void shouldNotWaverWithTheEstimate() {
        Claim claim = claim(0, 0);
        share(340, 0, List.of(claim));
        assertEquals(1, claim.spatial());
        share(290, SECOND, List.of(claim));
        assertEquals(1, claim.spatial(), "a little too much may stay");
        share(250, 2 * SECOND, List.of(claim));
        assertEquals(0, claim.spatial());
        share(400, 2 * SECOND + SECOND / 2, List.of(claim));
        assertEquals(0, claim.spatial(), "fell just now");
        share(305, 10 * SECOND, List.of(claim));
        assertEquals(0, claim.spatial(), "nothing to spare");
        share(400, 11 * SECOND, List.of(claim));
        assertEquals(1, claim.spatial());
    }

    @Test
    void shouldWaitLongerEachTimeThatARiseWasInVain() {
        Claim claim = claim(0, 0);
        share(400, 0, List.of(claim));
        long nowNs = SECOND;
        int rises = 0;
        for (int i = 0; i < 600; i++) {
            nowNs += SECOND / 10;
            int before = claim.spatial();
            share(before == 1 ? 150 : 400, nowNs, List.of(claim));
            rises += claim.spatial() > before ? 1 : 0;
        }
        assertTrue(rises <= 7, "rises in a minute " + rises);
    }

    @Test
    void shouldDropPointsThatCostMoreThanABetterOne() {
        Claim claim = claim(0, 0);
        claim.begin(false);
        claim.point(0, 0, 500);
        claim.point(1, 0, 300);
        assertEquals(1, claim.points());
        assertEquals(300, claim.mostCost());
    }
}
