package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlurHashTest {
    /** Against the encoder of another project. */
    @Test
    void shouldSayWhatOthersSay() {
        SplittableRandom random = new SplittableRandom(20260104);
        for (int round = 0; round < 50; round++) {
            int width = random.nextInt(1, 33);
            int height = random.nextInt(1, 33);
            byte[] bytes = new byte[width * height * 3];
            int[] rgb = new int[width * height];
            for (int at = 0; at < rgb.length; at++) {
                rgb[at] = random.nextInt(1 << 24);
                for (int channel = 0; channel < 3; channel++) {
                    bytes[at * 3 + channel] = (byte) (rgb[at] >> (16 - 8 * channel));
                }
            }

            String theirs = io.trbl.blurhash.BlurHash.encode(rgb, width, height, 4, 3);
            assertEquals(theirs, BlurHash.of(new Pixels(width, height, 3, bytes)));
        }
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
