package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlurHashTest {
    /**
     * Against the encoder of another project. It looks for the strongest part among the positive ones only, and so cuts off
     * negative ones; where it comes to the same scale as ours, it has to come to the same hash.
     */
    @Test
    void shouldSayWhatOthersSay() {
        SplittableRandom random = new SplittableRandom(20260104);
        int alike = 0;
        for (int round = 0; round < 200; round++) {
            int width = random.nextInt(1, 33);
            int[] rgb = random.ints((long) width * random.nextInt(1, 33), 0, 1 << 24)
                    .toArray();

            String theirs = io.trbl.blurhash.BlurHash.encode(rgb, width, rgb.length / width, 4, 3);
            String ours = BlurHash.of(pixels(rgb, width));
            assertEquals(theirs.substring(2, 6), ours.substring(2, 6), "the mean");
            if (theirs.charAt(1) == ours.charAt(1)) {
                assertEquals(theirs, ours);
                alike++;
            }
        }
        assertTrue(alike > 60, "the comparison compares nothing");
    }

    private static Pixels pixels(int[] rgb, int width) {
        byte[] bytes = new byte[rgb.length * 3];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (rgb[at / 3] >> (16 - 8 * (at % 3)));
        }
        return new Pixels(width, rgb.length / width, 3, bytes);
    }

    @Test
    void shouldLayWhatIsSeenThroughOnTheColourThatIsSeen() {
        Pixels pixels = new Pixels(2, 1, 4, new byte[] {100, 50, 25, -1, 0, 0, 0, 0});

        int[] colour = DominantColor.of(pixels);

        assertArrayEquals(new int[] {100, 50, 25}, colour);
        assertEquals("#643219", DominantColor.text(colour));
        for (int channel = 0; channel < 3; channel++) {
            assertEquals(colour[channel], pixels.over(colour).value(1, 0, channel));
        }
    }
}
