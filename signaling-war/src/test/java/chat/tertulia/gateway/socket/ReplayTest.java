package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private final Replay replay = new Replay(1000, Long.MAX_VALUE);

    private static Emission event() {
        return Emission.recoverable("\"x\"", "1");
    }

    private Emission add(Emission emission) {
        return replay.add(emission, System.nanoTime());
    }

    @Test
    void shouldGiveWhatFollowedAnOffset() {
        Emission first = add(event());
        Emission second = add(event());
        Emission third = add(event());
        assertEquals(List.of(second, third), replay.after(first.offset()));
        assertEquals(List.of(), replay.after(third.offset()));
        assertEquals(List.of(first, second, third), replay.after(null));
        assertNull(replay.after("unknown"));
    }

    @Test
    void shouldKnowTheOneBeforeTheOldestAndNothingOlder() {
        Emission first = add(event());
        Emission second = add(event());
        while (replay.after(first.offset()) != null) {
            add(event());
        }
        assertNull(replay.after(null));
        List<Emission> kept = replay.after(second.offset());
        assertNull(replay.after("nothing"));
        assertEquals(kept == null ? null : List.copyOf(kept), kept);
    }

    @Test
    void shouldRecoverAClientThatMissedNothingThoughAllHasExpired() {
        Replay expiring = new Replay(1000, 10);
        Emission only = expiring.add(event(), System.nanoTime());
        Emission last = expiring.add(event(), only.madeNs() + 1_000_000_000_000L);
        assertEquals(List.of(), expiring.after(last.offset()));
        assertNull(expiring.after(only.offset()));
    }

    @Test
    void shouldGiveARepeatedEmissionAnOffsetOfItsOwn() {
        Emission shared = event();
        assertSame(shared, add(shared));
        Emission between = add(event());
        Emission repeated = add(shared);
        assertNotEquals(shared.offset(), repeated.offset());
        assertEquals(List.of(between, repeated), replay.after(shared.offset()));
    }

    @Test
    void shouldShareAnEmissionThatIsMerelyLate() {
        Emission early = event();
        Emission late = event();
        add(late);
        assertSame(early, add(early));
    }
}
