package chat.tertulia.media.nack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.nack.ReceivedWindow.Arrival;
import org.junit.jupiter.api.Test;

class LossTest {
    private static final long MS = 1_000_000;
    private static final long RTT = 20 * MS;

    private final GapTracker gaps = new GapTracker();
    private final int[] asked = new int[GapTracker.MAX_GAP];

    @Test
    void shouldNakMissingDataAfterReorderingHadItsTime() {
        assertTrue(gaps.advanced(0x1_ffffL, 0x2_0002L, 0));
        assertEquals(0, gaps.takeDue(GapTracker.REORDER_NS - 1, RTT, asked));
        assertEquals(2, gaps.takeDue(GapTracker.REORDER_NS, RTT, asked));
        assertEquals(0, asked[0]);
        assertEquals(1, asked[1]);
        assertEquals(0, gaps.takeDue(GapTracker.REORDER_NS + 10 * MS, RTT, asked), "not twice within a round trip");
    }

    @Test
    void shouldNotNakWhatOnlyCameLate() {
        gaps.advanced(10, 12, 0);
        assertFalse(gaps.filled(11), "nobody asked");
        assertEquals(Long.MAX_VALUE, gaps.dueNs());
    }

    @Test
    void shouldGiveUpInTheEnd() {
        gaps.advanced(10, 12, 0);
        int requests = 0;
        for (long now = 0; now < 10_000 * MS; now += MS) {
            requests += gaps.takeDue(now, RTT, asked);
        }
        assertEquals(GapTracker.MAX_REQUESTS, requests);
        assertEquals(0, gaps.size());
        assertEquals(1, gaps.lost());
    }

    @Test
    void shouldNotRepairALargeHolePacketByPacket() {
        assertFalse(gaps.advanced(0, GapTracker.MAX_GAP + 2, 0));
        assertEquals(0, gaps.size());
        assertTrue(gaps.advanced(0, GapTracker.MAX_GAP + 1, 0));
        assertTrue(gaps.advanced(300, 310, 0));
        assertEquals(GapTracker.MAX_GAP, gaps.size(), "and many small ones are bounded too");
    }

    @Test
    void shouldTellDuplicatesFromLatePackets() {
        ReceivedWindow window = new ReceivedWindow();
        assertEquals(Arrival.ADVANCES, window.arrive(1000));
        assertEquals(Arrival.DUPLICATE, window.arrive(1000));
        assertEquals(Arrival.ADVANCES, window.arrive(1070));
        assertEquals(Arrival.FILLS, window.arrive(1050));
        assertEquals(Arrival.DUPLICATE, window.arrive(1050));
        assertEquals(Arrival.TOO_LATE, window.arrive(1070 - ReceivedWindow.PACKETS));
        assertEquals(Arrival.FILLS, window.arrive(1071 - ReceivedWindow.PACKETS));
        assertEquals(Arrival.ADVANCES, window.arrive(1070 + ReceivedWindow.PACKETS - 1));
        assertEquals(Arrival.FILLS, window.arrive(1074), "its bit was another packet's a window ago");
        assertEquals(Arrival.ADVANCES, window.arrive(900_000));
        assertEquals(Arrival.FILLS, window.arrive(899_999));
    }

    @Test
    void shouldBoundWhatAReceiverCanAskFor() {
        ResendLimiter limiter = new ResendLimiter();
        assertTrue(limiter.admit(5, 0));
        assertFalse(limiter.admit(5, ResendLimiter.INTERVAL_NS - 1));
        assertTrue(limiter.admit(5, ResendLimiter.INTERVAL_NS));
        int admitted = 0;
        for (int i = 100; i < 2000; i++) {
            admitted += limiter.admit(i, 10 * ResendLimiter.INTERVAL_NS) ? 1 : 0;
        }
        assertEquals(ResendLimiter.BURST, admitted);
    }
}
