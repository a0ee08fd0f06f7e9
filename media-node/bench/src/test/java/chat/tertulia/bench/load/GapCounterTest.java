package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GapCounterTest {
    private final GapCounter gaps = new GapCounter();

    private void come(int... sequences) {
        for (int sequence : sequences) {
            gaps.count(sequence);
        }
    }

    @Test
    void shouldMissNothingInOrder() {
        come(5, 6, 7, 8);
        assertEquals(4, gaps.received());
        assertEquals(0, gaps.missing());
    }

    @Test
    void shouldCountAGap() {
        come(5, 6, 9, 10);
        assertEquals(2, gaps.missing());
    }

    @Test
    void shouldCloseAGapThatCameLate() {
        come(5, 6, 8, 7, 9);
        assertEquals(0, gaps.missing());
    }

    @Test
    void shouldGoOnPastTheWrap() {
        come(65533, 65534, 65535, 0, 1, 3);
        assertEquals(1, gaps.missing());
        assertEquals(0x10003, gaps.highest());
    }

    @Test
    void shouldTakeAnEarlierFirst() {
        come(1, 0, 65535, 2);
        assertEquals(0, gaps.missing());
    }

    @Test
    void shouldKnowNothingBeforeTheFirst() {
        assertEquals(0, gaps.missing());
    }
}
