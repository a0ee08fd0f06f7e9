package chat.tertulia.media.twcc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.rtcp.TransportFeedbackView;
import chat.tertulia.media.rtp.Verdict;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a feedback says, read as a sender reads it. */
class FeedbackWriterTest {
    private static final long LOST = -1;
    private static final long MS = 1_000_000;

    private final ArrivalLog log = new ArrivalLog();
    private final FeedbackWriter writer = new FeedbackWriter();
    private final byte[] bytes = new byte[FeedbackWriter.MAX_BYTES];
    /** By sequence number: arrival in ticks, or {@link #LOST}. */
    private final Map<Integer, Long> told = new TreeMap<>();

    private boolean tell() {
        int length = writer.write(log, 1, 2, bytes, 0);
        if (length == 0) {
            return false;
        }
        TransportFeedbackView view = new TransportFeedbackView();
        assertEquals(Verdict.WELL_FORMED, view.wrap(bytes, 0, length));
        while (view.next()) {
            long ticks = (long) view.reference() * TransportFeedbackView.TICKS_PER_REFERENCE + view.ticks();
            if (view.received()) {
                told.put(view.sequence(), ticks);
            } else {
                told.putIfAbsent(view.sequence(), LOST);
            }
        }
        return true;
    }

    private void arrives(int sequence, long ms) {
        log.arrived(sequence & 0xffff, ms * MS);
    }

    private static long ticks(long ms) {
        return ms * MS / TransportFeedbackView.TICK_NS;
    }

    @Test
    void shouldTellWhatWasLostSinceTheLastFeedback() {
        arrives(10, 100);
        assertTrue(tell());
        arrives(13, 120);
        assertTrue(tell());
        assertEquals(Map.of(10, ticks(100), 11, LOST, 12, LOST, 13, ticks(120)), told);
    }

    @Test
    void shouldCorrectALossThatWasALatePacket() {
        arrives(10, 100);
        arrives(12, 120);
        assertTrue(tell());
        arrives(11, 140);
        assertTrue(tell());
        assertEquals(Map.of(10, ticks(100), 11, ticks(140), 12, ticks(120)), told);
    }

    @Test
    void shouldBeginAnewWhereADifferenceDoesNotFit() {
        arrives(10, 100);
        arrives(11, 100 + 9000);
        assertTrue(tell());
        assertTrue(tell());
        assertEquals(Map.of(10, ticks(100), 11, ticks(9100)), told);
    }

    @Test
    void shouldTellAnyPatternAsItWas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Integer, Long> were = new TreeMap<>();
        long ms = 1000;
        int first = 65_500;
        int last = first + 400;
        for (int sequence = first; sequence <= last; sequence++) {
            ms += random.nextInt(12);
            boolean lost = random.nextInt(4) == 0 && sequence != first && sequence != last;
            long late = ms + (random.nextInt(10) == 0 ? random.nextInt(200) : 0);
            were.put(sequence & 0xffff, lost ? LOST : ticks(late));
            if (!lost) {
                arrives(sequence, late);
            }
            if (random.nextInt(30) == 0) {
                var _ = tell();
            }
        }
        while (tell()) {
            assertTrue(told.size() <= were.size(), "seed " + seed);
        }
        assertEquals(were, told, "seed " + seed);
    }
}
