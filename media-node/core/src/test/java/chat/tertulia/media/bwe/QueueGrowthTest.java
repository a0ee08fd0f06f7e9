package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QueueGrowthTest {
    private static final long MS = 1_000_000;
    private static final long PICTURE_MS = 50;

    private final QueueGrowth queue = new QueueGrowth();
    private long nowMs;

    /** A group each picture that took so long. */
    private boolean found(long delayMs) {
        nowMs += PICTURE_MS;
        return queue.found(delayMs * MS, nowMs * MS);
    }

    /** How many groups it takes, each that much later than the one before, up to so much. */
    private int groupsUntilSeen(long stepMs, long mostMs) {
        int groups = 0;
        for (long delayMs = 20; delayMs <= mostMs; delayMs += stepMs) {
            groups++;
            if (found(delayMs)) {
                return groups;
            }
        }
        return -1;
    }

    @Test
    void shouldSeeAQueueThatFillsAfterFourGroups() {
        assertEquals(4, groupsUntilSeen(25, 400));
    }

    @Test
    void shouldNotCallALittleGrowthAQueue() {
        assertEquals(-1, groupsUntilSeen(6, 80));
        assertFalse(queue.drains());
    }

    @Test
    void shouldSeeItThoughASmallGroupFindsLess() {
        boolean seen = false;
        for (long delayMs : new long[] {20, 45, 70, 62, 90, 115}) {
            seen |= found(delayMs);
        }
        assertTrue(seen);
    }

    @Test
    void shouldNotTakeALeapForAQueue() {
        for (int i = 0; i < 40; i++) {
            assertFalse(found(i < 20 ? 20 : 220), "another route at " + i);
        }
        for (int i = 0; i < 40; i++) {
            assertFalse(found(Math.max(220, 520 - 50L * (i % 10))), "a stall that ends at " + i);
        }
    }

    @Test
    void shouldNotTakeJitterForAQueue() {
        long seed = 7;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5000; i++) {
            assertFalse(found(20 + random.nextLong(60)), "at " + i);
        }
    }

    @Test
    void shouldSaySoUntilTheQueueIsEmptyAgain() {
        groupsUntilSeen(25, 400);
        assertTrue(queue.drains());
        found(70);
        assertTrue(queue.drains(), "still half full");
        found(55);
        assertFalse(queue.drains());
    }

    @Test
    void shouldNotWaitForeverForAPathThatHasBecomeLonger() {
        groupsUntilSeen(25, 400);
        for (int i = 0; i < 41; i++) {
            found(200);
        }
        assertFalse(queue.drains());
    }

    @Test
    void shouldCompareNothingAcrossAnInterruption() {
        for (long delayMs = 20; delayMs < 400; delayMs += 25) {
            assertFalse(found(delayMs));
            queue.interrupt();
        }
    }
}
