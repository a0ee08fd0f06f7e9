package chat.tertulia.functions.image;

import java.util.HexFormat;

/** The colour to show until the picture is there: the mean of the fullest of 4,096 boxes of the RGB cube. */
final class DominantColor {
    private static final int BOXES = 1 << 12;

    private DominantColor() {}

    /**
     * @param rgb three bytes a pixel, at least one pixel
     * @return {@code #rrggbb}
     */
    static String of(byte[] rgb) {
        int[] counts = new int[BOXES];
        long[][] sums = new long[3][BOXES];
        for (int at = 0; at + 2 < rgb.length; at += 3) {
            int box = (rgb[at] & 0xf0) << 4 | (rgb[at + 1] & 0xf0) | (rgb[at + 2] & 0xf0) >> 4;
            counts[box]++;
            for (int channel = 0; channel < 3; channel++) {
                sums[channel][box] += rgb[at + channel] & 0xff;
            }
        }
        int fullest = 0;
        for (int box = 1; box < BOXES; box++) {
            fullest = counts[box] > counts[fullest] ? box : fullest;
        }
        StringBuilder color = new StringBuilder("#");
        for (long[] sum : sums) {
            long mean = sum[fullest] / Math.max(1, counts[fullest]);
            HexFormat.of().toHexDigits(color, (byte) mean);
        }
        return color.toString();
    }
}
