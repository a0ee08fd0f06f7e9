package chat.tertulia.media.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AudioActivityTest {
    private static final long PACKET_NS = 20_000_000;

    private final AudioActivity activity = new AudioActivity();
    private long nowNs = -3_000_000_000L;

    private int packetsUntilChange(int level, int limit) {
        for (int i = 1; i <= limit; i++) {
            nowNs += PACKET_NS;
            activity.heard(level, nowNs);
            if (activity.changed(nowNs)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void shouldBeginFastAndEndAfterAPause() {
        int begun = packetsUntilChange(30, 50);
        assertTrue(begun > 1 && begun < 15, "a click is no speech, a word is: " + begun);
        assertTrue(activity.active());
        int ended = packetsUntilChange(127, 200);
        assertTrue(ended >= 25 && ended < 50, "about half a second: " + ended);
    }

    @Test
    void shouldStayQuietForNoiseAndClicks() {
        assertEquals(-1, packetsUntilChange(60, 500));
        activity.heard(0, nowNs + PACKET_NS);
        assertFalse(activity.changed(nowNs + PACKET_NS));
    }

    @Test
    void shouldNotFlickerAtTheThreshold() {
        packetsUntilChange(38, 100);
        assertTrue(activity.active());
        for (int i = 0; i < 100; i++) {
            assertEquals(-1, packetsUntilChange(i % 2 == 0 ? 46 : 40, 1));
        }
    }

    @Test
    void shouldEndWhenPacketsCease() {
        packetsUntilChange(20, 50);
        assertFalse(activity.changed(nowNs + AudioActivity.HANGOVER_NS));
        assertTrue(activity.changed(nowNs + AudioActivity.HANGOVER_NS + 1));
        assertEquals(0, activity.level());
    }
}
