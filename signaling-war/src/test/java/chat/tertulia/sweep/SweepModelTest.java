package chat.tertulia.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepModelTest {
    private static final int STEPS = 400;

    @Test
    void shouldNeverDeleteWhatIsReferredToAndInTheEndAllElse(@TempDir Path folder) {
        long first = System.nanoTime();
        long deleted = 0;
        for (long seed = first; seed < first + 6; seed++) {
            try (SweptWorld world = new SweptWorld(folder.resolve("w" + seed), new Random(seed), Map.of())) {
                for (int i = 0; i < STEPS; i++) {
                    world.step();
                }
                world.settle();
                assertEquals(Set.of(), world.leftOver());
                assertEquals(Set.of(), world.uncarried());
                deleted += world.deleted;
            } catch (AssertionError wrong) {
                throw new AssertionError("seed " + seed + ": " + wrong.getMessage(), wrong);
            }
        }
        assertTrue(deleted > 50, "the worlds of seed " + first + " have hardly had anything to sweep: " + deleted);
    }

    /** What the model is worth: without the grace time it has to find harm. */
    @Test
    void shouldSeeTheHarmOfASweepWithoutGrace(@TempDir Path folder) {
        for (long seed = 1; seed < 40; seed++) {
            try (SweptWorld world = new SweptWorld(
                    folder.resolve("w" + seed), new Random(seed), Map.of("TERTULIA_SWEEP_GRACE_MINUTES", "0"))) {
                for (int i = 0; i < STEPS; i++) {
                    world.step();
                }
            } catch (AssertionError harm) {
                assertTrue(String.valueOf(harm.getMessage()).startsWith("deleted though"), harm::getMessage);
                return;
            }
        }
        throw new AssertionError("nothing was found");
    }
}
