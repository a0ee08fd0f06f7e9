package chat.tertulia.functions.image;

/** Eight-bit sRGB, row by row. */
final class Pixels {
    private static final int OPAQUE = 255;

    private final int width;
    private final int height;
    private final int bands;
    private final byte[] bytes;

    /** @param bands three, or four with alpha as the last */
    Pixels(int width, int height, int bands, byte[] bytes) {
        this.width = width;
        this.height = height;
        this.bands = bands;
        this.bytes = bytes;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** @param channel red, green, blue */
    int value(int x, int y, int channel) {
        return bytes[(y * width + x) * bands + channel] & 0xff;
    }

    int alpha(int x, int y) {
        return bands == 4 ? value(x, y, 3) : OPAQUE;
    }

    /** The same, laid on a colour of three channels. */
    Pixels over(int[] colour) {
        byte[] flat = new byte[width * height * 3];
        for (int at = 0; at < width * height; at++) {
            int x = at % width;
            int y = at / width;
            for (int channel = 0; channel < 3; channel++) {
                int alpha = alpha(x, y);
                flat[at * 3 + channel] =
                        (byte) ((value(x, y, channel) * alpha + colour[channel] * (OPAQUE - alpha)) / OPAQUE);
            }
        }
        return new Pixels(width, height, 3, flat);
    }
}
