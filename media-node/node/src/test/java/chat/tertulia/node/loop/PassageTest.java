package chat.tertulia.node.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.data.Lane;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassageTest {
    private final LoneLoop lone = new LoneLoop();
    private final RoomParts room = new RoomParts("room", lone.loop());
    private final Passage passage = new Passage(lone.loop());
    private final List<String> came = new ArrayList<>();
    private final Passage.Taker taker = new Passage.Taker() {
        @Override
        public void packet(RoomParts of, int fromPart, RelayedPacket packet) {
            came.add("packet " + packet.sequence());
        }

        @Override
        public void note(RoomParts of, int fromPart, Passage.Note note) {
            came.add(
                    note instanceof Passage.Note.Told(RelayMessage.Ended ended)
                            ? "note " + ended.transport()
                            : note.toString());
        }
    };

    @AfterEach
    void stop() {
        lone.close();
    }

    private boolean packet(long number) {
        RelayedPacket slot = passage.claim(room, 0);
        if (slot == null) {
            return false;
        }
        slot.content(new byte[] {1}, 1, number, RelayedPacket.NO_LEVEL);
        passage.hand();
        return true;
    }

    private void note(int number) {
        passage.note(room, 0, new Passage.Note.Told(new RelayMessage.Ended(number)));
    }

    @Test
    void shouldKeepTheOrderOfPacketsAndNotes() {
        note(0);
        assertTrue(packet(1));
        assertTrue(packet(2));
        note(3);
        note(4);
        assertTrue(packet(5));
        assertFalse(passage.isEmpty());
        passage.take(2, taker);
        assertEquals(List.of("note 0", "packet 1"), came);
        passage.take(100, taker);
        assertEquals(List.of("note 0", "packet 1", "packet 2", "note 3", "note 4", "packet 5"), came);
        assertTrue(passage.isEmpty());
    }

    @Test
    void shouldRefuseAPacketWhenItIsFullAndNoNote() {
        for (int i = 0; i < Passage.SLOTS; i++) {
            assertTrue(packet(i));
        }
        assertNull(passage.claim(room, 0));
        note(-1);
        passage.take(1, taker);
        assertNotNull(passage.claim(room, 0));
        passage.take(2 * Passage.SLOTS, taker);
        assertEquals("note -1", came.getLast());
        assertEquals(Passage.SLOTS + 1, came.size());
    }

    @Test
    void shouldBeBehindWhileTooManyBytesOfDataWait() {
        RelayMessage message = new RelayMessage.Data("alice", Lane.RELIABLE, Set.of(), new byte[60_000]);
        int count = 0;
        while (!passage.behind()) {
            passage.note(room, 0, new Passage.Note.Told(message));
            count++;
        }
        assertEquals(Passage.MOST_NOTE_BYTES / 60_256 + 1, count);
        passage.take(1, taker);
        assertFalse(passage.behind());
    }

    /** Whoever takes sees each once, in the order in which it was handed, whatever the two threads do. */
    @Test
    void shouldKeepTheOrderBetweenTwoThreads() {
        int all = 200_000;
        long seed = 41;
        CompletableFuture<Long> refused = CompletableFuture.supplyAsync(() -> hand(all, new SplittableRandom(seed)));
        long[] next = {0};
        Passage.Taker inOrder = new Passage.Taker() {
            @Override
            public void packet(RoomParts of, int fromPart, RelayedPacket packet) {
                assertEquals(next[0]++, packet.sequence(), "seed " + seed);
            }

            @Override
            public void note(RoomParts of, int fromPart, Passage.Note note) {
                RelayMessage message = ((Passage.Note.Told) note).message();
                assertEquals(next[0]++, ((RelayMessage.Ended) message).transport(), "seed " + seed);
            }
        };
        while (next[0] < all) {
            if (passage.isEmpty()) {
                assertFalse(refused.isCompletedExceptionally());
                Thread.onSpinWait();
            }
            passage.take(64, inOrder);
        }
        assertTrue(refused.join() >= 0);
        assertTrue(passage.isEmpty());
    }

    /** Returns how often there was no room. */
    private long hand(int all, SplittableRandom random) {
        long refused = 0;
        for (int i = 0; i < all; ) {
            if (random.nextInt(10) == 0) {
                note(i++);
            } else if (packet(i)) {
                i++;
            } else {
                refused++;
                Thread.onSpinWait();
            }
        }
        return refused;
    }
}
