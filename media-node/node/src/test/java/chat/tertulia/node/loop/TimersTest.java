package chat.tertulia.node.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Timers<String> timers = new Timers<>();

    @Test
    void shouldGiveTheEarliestFirstAndEachOnce() {
        Timers.Timer<String> late = new Timers.Timer<>("late");
        Timers.Timer<String> early = new Timers.Timer<>("early");
        timers.set(late, 20);
        timers.set(early, 10);
        assertEquals(10, timers.nextNs());
        assertNull(timers.takeDue(9));
        assertEquals("early", timers.takeDue(30));
        assertEquals("late", timers.takeDue(30));
        assertNull(timers.takeDue(30));
        assertEquals(Timers.NEVER, timers.nextNs());
        assertNull(timers.takeDue(Timers.NEVER));
    }

    @Test
    void shouldForgetAWishThatIsTakenBack() {
        Timers.Timer<String> room = new Timers.Timer<>("room");
        timers.set(room, 5);
        timers.set(room, Timers.NEVER);
        timers.set(room, Timers.NEVER);
        assertEquals(0, timers.size());
        assertNull(timers.takeDue(100));
    }

    @Test
    void shouldAgreeWithAScanOverAll() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Timers.Timer<String>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(new Timers.Timer<>("room " + i));
        }
        Map<String, Long> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int chosen = random.nextInt(all.size());
            if (random.nextInt(3) > 0) {
                long at = random.nextInt(8) == 0 ? Timers.NEVER : random.nextInt(1000);
                timers.set(all.get(chosen), at);
                model.put("room " + chosen, at);
                model.values().removeIf(wish -> wish == Timers.NEVER);
            } else {
                long now = random.nextInt(1000);
                String due = timers.takeDue(now);
                long earliest =
                        model.values().stream().mapToLong(wish -> wish).min().orElse(Timers.NEVER);
                if (due == null) {
                    assertEquals(true, earliest > now, () -> "seed " + seed);
                } else {
                    assertEquals(earliest, model.remove(due), () -> "seed " + seed);
                }
            }
            assertEquals(model.size(), timers.size(), () -> "seed " + seed);
        }
    }
}
