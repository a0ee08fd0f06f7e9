package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void shouldHaveNoPercentileOfNothing() {
        assertTrue(Double.isNaN(histogram.percentile(0.5)));
    }

    @Test
    void shouldSplitByShare() {
        for (int millis = 1; millis <= 100; millis++) {
            histogram.record(TimeUnit.MILLISECONDS.toNanos(millis));
        }
        assertEquals(100, histogram.count());
        assertEquals(50, histogram.percentile(0.5), 50 * 0.032);
        assertEquals(99, histogram.percentile(0.99), 99 * 0.032);
        assertEquals(100, histogram.percentile(1), 100 * 0.032);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 17, 31, 32, 33, 63, 64, 1_000, 4_095, 4_096, 999_999, 33_554_431, 60_000_000})
    void shouldBeRightWithinAStep(long micros) {
        histogram.record(TimeUnit.MICROSECONDS.toNanos(micros));
        long read = Math.round(histogram.percentile(0.5) * 1000);
        assertTrue(read >= micros && read <= micros * 1.032, micros + " µs were read as " + read);
    }

    @Test
    void shouldPutWhatIsTooLongIntoTheLastBucket() {
        histogram.record(TimeUnit.HOURS.toNanos(1));
        assertEquals(1, histogram.count());
        assertTrue(histogram.percentile(1) > 60_000);
    }

    @Test
    void shouldTakeANegativeDelayAsNone() {
        histogram.record(-5);
        assertEquals(0, histogram.percentile(1));
    }
}
