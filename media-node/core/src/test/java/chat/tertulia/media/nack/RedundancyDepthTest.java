package chat.tertulia.media.nack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedundancyDepthTest {
    private final RedundancyDepth depth = new RedundancyDepth();

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, 0", "0.001, 0", "0.02, 1", "0.1, 2", "0.2, 3", "0.5, 3", "1, 3"})
    void shouldRepeatUntilLossIsRare(double loss, int packets) {
        depth.update(loss, false, 0);
        assertEquals(packets, depth.depth());
    }

    @Test
    void shouldFallSlowly() {
        depth.update(0.2, false, 0);
        depth.update(0, false, RedundancyDepth.FALL_NS - 1);
        assertEquals(3, depth.depth());
        depth.update(0, false, RedundancyDepth.FALL_NS);
        assertEquals(2, depth.depth());
        depth.update(0, false, RedundancyDepth.FALL_NS + 1);
        assertEquals(2, depth.depth());
    }

    @Test
    void shouldNotAddToCongestion() {
        depth.update(0.2, false, 0);
        depth.update(0.2, true, 1);
        assertEquals(RedundancyDepth.CONGESTED_MOST, depth.depth());
        depth.update(0.2, false, RedundancyDepth.CONGESTED_NS);
        assertEquals(RedundancyDepth.CONGESTED_MOST, depth.depth());
        depth.update(0.2, false, RedundancyDepth.CONGESTED_NS + 2);
        assertEquals(3, depth.depth());
    }
}
