package chat.tertulia.node.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.relay.RelayedPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the parts of a room do when a bug shows. */
class LoopRoomTest {
    private final LoneLoop here = new LoneLoop();
    private final LoneLoop there = new LoneLoop();
    private final RoomParts parts = new RoomParts("room", here.loop());
    private final List<Passage.Note> told = new ArrayList<>();
    private LoopRoom home;
    private LoopRoom other;

    @BeforeEach
    void start() {
        home = new LoopRoom(here.loop(), parts);
        parts.add(there.loop());
        other = new LoopRoom(there.loop(), parts);
        home.joined(1);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    /** What went from the other part to the first one. */
    private List<Passage.Note> told() {
        there.loop().passageTo(here.loop()).take(100, new Passage.Taker() {
            @Override
            public void packet(RoomParts room, int fromPart, RelayedPacket packet) {
                throw new AssertionError("Nothing is published");
            }

            @Override
            public void note(RoomParts room, int fromPart, Passage.Note note) {
                assertEquals(1, fromPart);
                told.add(note);
            }
        });
        return told;
    }

    @Test
    void shouldGreetTheOtherPartFirst() {
        assertEquals(new Passage.Note.Joined(), told().getFirst());
    }

    @Test
    void shouldTellThePartWhoseTransportHasShownABug() {
        other.harmed(0, 7, new IllegalStateException("as if"));
        assertEquals(new Passage.Note.Harmful(7), told().getLast());
    }

    @Test
    void shouldEndATransportThatIsHarmfulElsewhereAndNoOther() {
        Peer harmless = home.open("a", "alice");
        Peer harmful = home.open("b", "bob");
        home.endHarmful(harmful.handle());
        home.endHarmful(99);
        assertTrue(harmful.hasEnded());
        assertFalse(harmless.hasEnded());
    }

    @Test
    void shouldEndTheRoomEverywhereWhenItCannotGoOn() {
        Peer peer = other.open("a", "alice");
        other.fail(new IllegalStateException("as if"));
        assertTrue(peer.hasEnded());
        assertEquals(new Passage.Note.Broken(), told().getLast());
        Peer here = home.open("b", "bob");
        home.abandon();
        assertTrue(here.hasEnded());
    }
}
