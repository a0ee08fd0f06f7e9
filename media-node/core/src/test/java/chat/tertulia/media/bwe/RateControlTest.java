package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateControlTest {
    private static final long RTT = 50_000_000;
    private static final long STEP = 100_000_000;

    private final RateControl control = new RateControl(1_000_000, 60_000, 100_000_000);
    private long nowNs;

    private double after(int steps, DelaySignal signal, double arrived, double sent) {
        for (int i = 0; i < steps; i++) {
            control.update(signal, arrived, sent, RTT, nowNs);
            nowNs += STEP;
        }
        return control.rate();
    }

    @Test
    void shouldFallToALittleLessThanWhatArrives() {
        assertEquals(425_000, after(1, DelaySignal.OVERUSE, 500_000, 1_000_000));
    }

    @Test
    void shouldNotFallToTheLittleThatAnIdleSenderSends() {
        assertEquals(850_000, after(1, DelaySignal.OVERUSE, 40_000, 40_000));
    }

    @Test
    void shouldRestAfterAFall() {
        after(1, DelaySignal.OVERUSE, 500_000, 1_000_000);
        assertEquals(425_000, after(1, DelaySignal.OVERUSE, 490_000, 500_000), "no second fall for the same queue");
        assertEquals(425_000, after(1, DelaySignal.NORMAL, 425_000, 425_000), "no rise either");
    }

    @Test
    void shouldRiseOnlyByWhatIsTried() {
        assertEquals(1_000_000, after(50, DelaySignal.NORMAL, 700_000, 700_000));
        assertTrue(after(11, DelaySignal.NORMAL, 900_000, 900_000) > 1_070_000);
    }

    @Test
    void shouldNotRiseFarAboveWhatArrives() {
        assertEquals(1_000_000, after(50, DelaySignal.NORMAL, 500_000, 900_000));
    }

    @Test
    void shouldRiseSlowlyWhereTheLinkWasFull() {
        after(1, DelaySignal.OVERUSE, 500_000, 1_000_000);
        after(4, DelaySignal.NORMAL, 425_000, 425_000);
        double before = control.rate();
        double rise = after(10, DelaySignal.NORMAL, before, before) - before;
        assertTrue(rise > 8_000 && rise < 100_000, "rise " + rise);
    }

    @Test
    void shouldLetQueuesRunEmpty() {
        after(1, DelaySignal.UNDERUSE, 1_000_000, 1_000_000);
        assertEquals(1_000_000, after(1, DelaySignal.NORMAL, 1_000_000, 1_000_000));
    }
}
