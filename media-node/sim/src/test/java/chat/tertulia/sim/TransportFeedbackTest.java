package chat.tertulia.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.twcc.ArrivalLog;
import chat.tertulia.media.twcc.FeedbackWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the core writes, read by an independent reader. */
class TransportFeedbackTest {
    private final ArrivalLog log = new ArrivalLog();
    private final FeedbackWriter writer = new FeedbackWriter();
    private final byte[] bytes = new byte[FeedbackWriter.MAX_BYTES];

    private TransportFeedback write() {
        int length = writer.write(log, 1, 2, bytes, 0);
        assertTrue(length > 0 && length % 4 == 0 && length <= bytes.length, "length " + length);
        return TransportFeedback.read(bytes, 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldTellOfEveryArrivalOnceAndInTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Long> expected = new HashMap<>();
        Map<Integer, Long> told = new HashMap<>();
        long nowNs = -5_000_000_000L;
        for (int sequence = 0xff00; sequence < 0xff00 + 5000; sequence++) {
            nowNs += random.nextLong(random.nextInt(50) == 0 ? 300_000_000 : 3_000_000);
            if (random.nextInt(10) > 0) {
                log.arrived(sequence & 0xffff, nowNs);
                expected.put(sequence & 0xffff, Math.floorDiv(nowNs, 250_000));
            }
            if (random.nextInt(60) == 0 || sequence == 0xff00 + 4999) {
                while (log.pending()) {
                    told.putAll(write().arrivals());
                }
            }
        }
        assertEquals(expected, told);
    }

    @Test
    void shouldBeginAgainAtAPacketThatCameLate() {
        log.arrived(10, 0);
        log.arrived(12, 1_000_000);
        assertEquals(3, write().statuses());
        assertFalse(log.pending());
        log.arrived(11, 2_000_000);
        assertEquals(Map.of(11, 8L, 12, 4L), write().arrivals());
    }

    @Test
    void shouldNotTellOfHolesThatMayStillBeFilled() {
        log.arrived(10, 0);
        assertEquals(1, write().statuses());
        log.arrived(10, 5);
        assertFalse(log.pending(), "a duplicate is no news");
    }
}
