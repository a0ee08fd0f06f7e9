package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TotalsTest {
    private static final Totals BEFORE = new Totals(1000, 990, 0, 0);

    @Test
    void shouldSeeWhatDidNotComeThoughNoSequenceNumberIsMissing() {
        assertEquals(0.1, new Totals(1100, 1080, 0, 0).lossSince(BEFORE), 1e-9);
    }

    @Test
    void shouldNotLoseWhatWasNeverSent() {
        assertEquals(0, BEFORE.lossSince(BEFORE));
    }

    @Test
    void shouldNotGainFromStragglers() {
        assertEquals(0, new Totals(1100, 1095, 0, 0).lossSince(BEFORE));
    }
}
