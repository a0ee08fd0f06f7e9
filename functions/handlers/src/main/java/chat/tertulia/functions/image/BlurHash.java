package chat.tertulia.functions.image;

/**
 * A picture in 28 characters (https://blurha.sh, algorithm of its Swift encoder): four by three cosines over linear
 * light. It is our own so that the decoder process needs no jar but this one.
 */
final class BlurHash {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    private static final int ACROSS = 4;
    private static final int DOWN = 3;

    private BlurHash() {}

    /** @param pixels a few hundred are enough; none is seen through */
    static String of(Pixels pixels) {
        double[][] factors = new double[ACROSS * DOWN][];
        double greatest = 0;
        for (int at = 0; at < factors.length; at++) {
            factors[at] = factor(pixels, at % ACROSS, at / ACROSS);
            for (int channel = 0; at > 0 && channel < 3; channel++) {
                greatest = Math.max(greatest, Math.abs(factors[at][channel]));
            }
        }
        int scale = Math.clamp((int) Math.floor(greatest * 166 - 0.5), 0, 82);
        StringBuilder hash = new StringBuilder();
        digits(hash, (ACROSS - 1) + (DOWN - 1) * 9, 1);
        digits(hash, scale, 1);
        digits(hash, toSrgb(factors[0][0]) << 16 | toSrgb(factors[0][1]) << 8 | toSrgb(factors[0][2]), 4);
        for (int at = 1; at < factors.length; at++) {
            int value = 0;
            for (double part : factors[at]) {
                value = value * 19 + quantised(part / ((scale + 1) / 166.0));
            }
            digits(hash, value, 2);
        }
        return hash.toString();
    }

    private static double[] factor(Pixels pixels, int across, int down) {
        double[] sums = new double[3];
        for (int y = 0; y < pixels.height(); y++) {
            double vertical = Math.cos(Math.PI * down * y / pixels.height());
            for (int x = 0; x < pixels.width(); x++) {
                double weight = vertical * Math.cos(Math.PI * across * x / pixels.width());
                for (int channel = 0; channel < 3; channel++) {
                    sums[channel] += weight * toLinear(pixels.value(x, y, channel));
                }
            }
        }
        double scale = (across == 0 && down == 0 ? 1.0 : 2.0) / ((double) pixels.width() * pixels.height());
        for (int channel = 0; channel < 3; channel++) {
            sums[channel] *= scale;
        }
        return sums;
    }

    private static int quantised(double part) {
        return Math.clamp((int) Math.floor(Math.signum(part) * Math.sqrt(Math.abs(part)) * 9 + 9.5), 0, 18);
    }

    private static double toLinear(int srgb) {
        double value = srgb / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int toSrgb(double linear) {
        double value = Math.clamp(linear, 0.0, 1.0);
        double srgb = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
        return (int) (srgb * 255 + 0.5);
    }

    private static void digits(StringBuilder hash, int value, int length) {
        int divisor = (int) Math.pow(83, length - 1);
        for (int at = 0; at < length; at++, divisor /= 83) {
            hash.append(DIGITS.charAt(value / divisor % 83));
        }
    }
}
