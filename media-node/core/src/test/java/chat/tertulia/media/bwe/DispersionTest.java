package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DispersionTest {
    private static final long MS = 1_000_000;
    private static final double RATE = 300_000;

    private final Dispersion dispersion = new Dispersion();
    private long nowMs;

    /** A picture of so many packets of 1000 bytes, each that much later than the one before; 27 ms is the full link. */
    private void picture(int packets, long apartMs) {
        nowMs += 50;
        for (int i = 0; i < packets; i++) {
            dispersion.arrived(nowMs * MS, (nowMs + 20 + i * apartMs) * MS, 1000, RATE);
        }
    }

    @Test
    void shouldSeeThatALinkBecameWider() {
        for (int i = 0; i < 3; i++) {
            assertFalse(dispersion.takeWider());
            picture(2, 1);
        }
        picture(1, 0);
        assertTrue(dispersion.takeWider());
        assertFalse(dispersion.takeWider(), "told once");
    }

    @Test
    void shouldSeeAFullLink() {
        for (int i = 0; i < 50; i++) {
            picture(3, 27);
        }
        assertFalse(dispersion.takeWider());
    }

    @Test
    void shouldAskForSeveralInTurn() {
        for (int i = 0; i < 50; i++) {
            picture(3, i % 3 == 0 ? 27 : 1);
        }
        assertFalse(dispersion.takeWider());
    }

    @Test
    void shouldConcludeNothingFromSinglePackets() {
        for (int i = 0; i < 50; i++) {
            picture(1, 0);
        }
        assertFalse(dispersion.takeWider());
    }
}
