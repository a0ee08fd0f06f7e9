package chat.tertulia.functions.image;

import java.util.HexFormat;

/** The colour to show until the picture is there: the mean of the fullest of 4,096 boxes of the RGB cube. */
final class DominantColor {
    private static final int BOXES = 1 << 12;
    /** What is more see-through than this counts for nothing. */
    private static final int SEEN = 128;

    private DominantColor() {}

    /** @return red, green, blue; black when nothing is to be seen */
    static int[] of(Pixels pixels) {
        int[] counts = new int[BOXES];
        long[][] sums = new long[3][BOXES];
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                if (pixels.alpha(x, y) >= SEEN) {
                    count(pixels, x, y, counts, sums);
                }
            }
        }
        int fullest = 0;
        for (int box = 1; box < BOXES; box++) {
            fullest = counts[box] > counts[fullest] ? box : fullest;
        }
        int[] colour = new int[3];
        for (int channel = 0; channel < 3; channel++) {
            colour[channel] = (int) (sums[channel][fullest] / Math.max(1, counts[fullest]));
        }
        return colour;
    }

    private static void count(Pixels pixels, int x, int y, int[] counts, long[][] sums) {
        int box = 0;
        for (int channel = 0; channel < 3; channel++) {
            box = box << 4 | pixels.value(x, y, channel) >> 4;
        }
        counts[box]++;
        for (int channel = 0; channel < 3; channel++) {
            sums[channel][box] += pixels.value(x, y, channel);
        }
    }

    /** {@code #rrggbb}. */
    static String text(int[] colour) {
        StringBuilder text = new StringBuilder("#");
        for (int channel : colour) {
            HexFormat.of().toHexDigits(text, (byte) channel);
        }
        return text.toString();
    }
}
