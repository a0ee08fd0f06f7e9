package chat.tertulia.functions.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    /** Around every border of the encoding, and those that are easily confused with a separator. */
    private static final int[] POINTS = {
        '-', '.', '/', '0', 'A', '_', 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600,
        0x10ffff
    };

    @Test
    void shouldPutAPrivateUseCharacterBeforeAnEmoji() {
        assertTrue("\ufffd".compareTo("\ud83d\ude00") > 0, "Java's own order is another");
        assertTrue(KeyOrder.UTF_8.compare("\ufffd", "\ud83d\ude00") < 0);
    }

    @Test
    void shouldBeTheOrderOfTheBytes() {
        long seed = System.nanoTime();
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String left = word(random);
            String right = word(random);
            int bytes = Integer.signum(Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));
            assertEquals(
                    bytes,
                    Integer.signum(KeyOrder.UTF_8.compare(left, right)),
                    () -> "seed " + seed + ": " + left + " and " + right);
        }
    }

    private static String word(RandomGenerator random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            word.appendCodePoint(POINTS[random.nextInt(POINTS.length)]);
        }
        return word.toString();
    }
}
