package chat.tertulia.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.rtcp.TransportFeedbackView;
import chat.tertulia.media.rtp.Verdict;
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

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldBeReadAlikeByTheCoreAndByAnIndependentReader(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TransportFeedbackView view = new TransportFeedbackView();
        long nowNs = 3_000_000_000L;
        for (int sequence = 0; sequence < 3000; sequence++) {
            nowNs += random.nextLong(2_000_000);
            if (random.nextInt(5) > 0) {
                log.arrived(sequence & 0xffff, nowNs);
            }
            if (random.nextInt(80) == 0 && log.pending()) {
                int length = writer.write(log, 1, 2, bytes, 0);
                Map<Integer, Long> seen = new HashMap<>();
                assertEquals(Verdict.WELL_FORMED, view.wrap(bytes, 0, length));
                while (view.next()) {
                    if (view.received()) {
                        long base = (long) view.reference() * TransportFeedbackView.TICKS_PER_REFERENCE;
                        seen.put(view.sequence(), base + view.ticks());
                    }
                }
                assertEquals(TransportFeedback.read(bytes, 0).arrivals(), seen);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldEndOnAnyBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TransportFeedbackView view = new TransportFeedbackView();
        int wellFormed = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] garbage = new byte[random.nextInt(80)];
            random.nextBytes(garbage);
            if (garbage.length > 16) {
                garbage[14] = 0;
            }
            if (view.wrap(garbage, 0, garbage.length) == Verdict.WELL_FORMED) {
                wellFormed++;
                int statuses = 0;
                while (view.next()) {
                    statuses++;
                }
                assertEquals(view.statuses(), statuses);
            }
        }
        assertTrue(wellFormed > 100, "well-formed " + wellFormed);
    }
}
