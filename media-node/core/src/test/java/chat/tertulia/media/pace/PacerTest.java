package chat.tertulia.media.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.cache.PacketPool;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.rewrite.OutgoingPacket;
import chat.tertulia.media.rewrite.SendQueue;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MS = 1_000_000;

    private final PacketPool pool = new PacketPool();
    private final SendQueue queue = new SendQueue();
    private final Pacer pacer = new Pacer();

    private OutgoingPacket packet() {
        StoredPacket stored = pool.take(1000);
        stored.length(1000);
        OutgoingPacket out = queue.media(stored);
        stored.release();
        return out;
    }

    /** Offers so many pictures of 1000 bytes; returns how many went at once. */
    private int offer(int packets, long nowNs) {
        pacer.begin(nowNs);
        int went = 0;
        for (int i = 0; i < packets; i++) {
            OutgoingPacket out = packet();
            if (pacer.passes(out)) {
                pacer.sent(1000);
                went++;
            } else {
                queue.exchange(queue.size() - 1, pacer.hold(out, nowNs));
            }
        }
        queue.clear();
        return went;
    }

    private int release(long nowNs) {
        pacer.begin(nowNs);
        int released = 0;
        while (pacer.next() != null) {
            pacer.sent(1000);
            pacer.released();
            released++;
        }
        return released;
    }

    @Test
    void shouldDelayNothingWithoutAnEstimate() {
        assertEquals(500, offer(500, 0));
        assertEquals(0, pacer.waiting());
    }

    @Test
    void shouldDelayNothingWithinTheRate() {
        pacer.estimate(1_000_000);
        for (int i = 0; i < 200; i++) {
            assertEquals(3, offer(3, 30L * i * MS), "3 packets each 30 ms are 800 kbit/s");
        }
    }

    @Test
    void shouldSpreadABurstAtTwoAndAHalfTimesTheEstimate() {
        pacer.estimate(1_000_000);
        int sent = offer(60, 0);
        assertTrue(sent >= 4 && sent <= 6, "at once " + sent);
        long nowNs = 0;
        while (pacer.waiting() > 0) {
            nowNs += Pacer.TICK_NS;
            int released = release(nowNs);
            assertTrue(released <= 3, "in one tick " + released);
            sent += released;
        }
        assertEquals(60, sent);
        // 60 kB at 2.5 Mbit/s are 192 ms, less what the bucket held.
        assertEquals(175.0, nowNs / 1e6, 12);
        assertEquals(0, pool.lent());
    }

    @Test
    void shouldLetSoundPassAndSendRepairsFirst() {
        pacer.estimate(200_000);
        offer(10, 0);
        OutgoingPacket sound = packet();
        sound.urgent(true);
        assertTrue(pacer.passes(sound));
        OutgoingPacket repair = packet();
        repair.repair(2, 97, 1);
        assertFalse(pacer.passes(repair));
        queue.exchange(queue.size() - 1, pacer.hold(repair, 0));
        queue.clear();
        pacer.begin(400 * MS);
        OutgoingPacket first = pacer.next();
        assertTrue(first != null && first.isRepair());
    }

    @Test
    void shouldKnowWhenWaitingIsInVain() {
        pacer.estimate(100_000);
        offer(50, 0);
        assertFalse(pacer.hopeless(Pacer.MOST_WAIT_NS));
        assertTrue(pacer.hopeless(Pacer.MOST_WAIT_NS + 1));
        assertTrue(pacer.clear() > 40);
        assertNull(pacer.next());
        assertEquals(0, pool.lent());
    }

    @Test
    void shouldKnowWhenMoreWaitsThanIsBearable() {
        pacer.estimate(100_000_000);
        for (int i = 0; i < 30; i++) {
            offer(100, 0);
        }
        assertTrue(pacer.waiting() > 1048 && pacer.hopeless(0), "waiting " + pacer.waiting());
        assertTrue(pacer.clear() > 0);
        assertFalse(pacer.hopeless(0));
    }

    @Test
    void shouldNotStandStillForLongAfterMuchSound() {
        pacer.estimate(200_000);
        pacer.begin(0);
        pacer.sent(1_000_000);
        pacer.begin(300 * MS);
        assertTrue(pacer.passes(packet()), "16 kB of debt are 256 ms at 500 kbit/s");
        queue.clear();
    }

    @Test
    void shouldLetNoPictureOvertakeAnother() {
        pacer.estimate(200_000);
        offer(10, 0);
        pacer.begin(400 * MS);
        assertFalse(pacer.passes(packet()), "there are tokens, and others wait");
        queue.clear();
    }
}
