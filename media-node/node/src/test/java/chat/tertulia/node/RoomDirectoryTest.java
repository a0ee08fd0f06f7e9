package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import chat.tertulia.node.loop.LoneLoop;
import chat.tertulia.node.loop.MediaLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomDirectoryTest {
    private final List<LoneLoop> alone = List.of(new LoneLoop(), new LoneLoop(), new LoneLoop());
    private final List<MediaLoop> loops = alone.stream().map(LoneLoop::loop).toList();
    private final RoomDirectory directory = new RoomDirectory(loops, NodeConfig.LARGE_ROOM);
    private int transports;

    @AfterEach
    void stop() {
        alone.forEach(LoneLoop::close);
    }

    private RoomDirectory.Seat open(String room) {
        return directory.open(room, "t" + ++transports, "server");
    }

    private List<MediaLoop> open(String room, int count) {
        List<MediaLoop> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(open(room).loop());
        }
        return taken;
    }

    @Test
    void shouldKeepASmallRoomTogetherHoweverBusyItsLoopIs() {
        MediaLoop home = open("room").loop();
        directory.measured(home, 1_000_000);
        assertEquals(Set.of(home), Set.copyOf(open("room", NodeConfig.LARGE_ROOM - 1)));
        assertNotSame(home, open("other").loop());
    }

    @Test
    void shouldGiveALargeRoomOneLoopMoreForEachSoManyTransports() {
        MediaLoop home = open("room").loop();
        var _ = open("room", NodeConfig.LARGE_ROOM - 1);
        RoomDirectory.Seat next = open("room");
        assertNotSame(home, next.loop());
        assertEquals(List.of(home, next.loop()), next.parts().loops());
        assertEquals(Set.of(next.loop()), Set.copyOf(open("room", NodeConfig.LARGE_ROOM - 1)), "they even out");
        assertEquals(2, next.parts().loops().size());
        var _ = open("room", NodeConfig.LARGE_ROOM);
        assertEquals(3, next.parts().loops().size());
        assertEquals(home, next.parts().home());
    }

    @Test
    void shouldNotLeaveALoopThatIsLessBusyThanAllOthers() {
        MediaLoop home = open("room").loop();
        loops.stream().filter(loop -> loop != home).forEach(loop -> directory.measured(loop, 1_000_000));
        assertEquals(Set.of(home), Set.copyOf(open("room", 3 * NodeConfig.LARGE_ROOM)));
    }

    @Test
    void shouldNeverSplitWhereThereIsOneLoopOrItIsNotWanted() {
        RoomDirectory one = new RoomDirectory(loops.subList(0, 1), 1);
        RoomDirectory never = new RoomDirectory(loops, 0);
        for (int i = 0; i < 200; i++) {
            assertSame(loops.getFirst(), one.open("room", "a" + i, "server").loop());
            assertSame(loops.getFirst(), never.open("room", "a" + i, "server").loop());
        }
    }

    @Test
    void shouldFindTransportsAndTracksInTheirParts() {
        RoomDirectory eager = new RoomDirectory(loops, 1);
        MediaLoop home = eager.open("room", "a", "server").loop();
        MediaLoop other = eager.open("room", "b", "server").loop();
        assertNotSame(home, other);
        eager.publishes("room", "b", Set.of("cam"));
        assertSame(other, eager.loop("room", "b"));
        assertSame(other, eager.loopOfTrack("room", "cam"));
        assertSame(home, eager.loopOfTrack("room", "unknown"));
        assertSame(home, eager.loop("room", "unknown"));
        assertSame(home, eager.home("room"));
        eager.closed("room", "a");
        assertSame(home, eager.home("room"), "the room stays while it has a transport anywhere");
        eager.closed("room", "b");
        assertNull(eager.home("room"));
        assertEquals(0, eager.transports());
    }
}
