package chat.tertulia.bench.functions;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture that costs an encoder what a photograph does: shapes at all scales, edges, the noise of a sensor. */
final class Photograph {
    private static final long SEED = 20260105;
    private static final int OCTAVES = 6;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final int[][] lattices = new int[OCTAVES][];

    private Photograph() {
        for (int octave = 0; octave < OCTAVES; octave++) {
            int side = side(octave);
            lattices[octave] = random.ints((long) side * side, 0, 256).toArray();
        }
    }

    /** JPEG of quality 92. */
    static byte[] jpeg(int width, int height) throws IOException {
        return encoded(new Photograph().drawn(width, height));
    }

    private BufferedImage drawn(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double right = (double) x / width;
                double down = (double) y / height;
                int shade = shade(right, down) + random.nextInt(13) - 6;
                // An edge every now and then, as of roofs and branches.
                int lift = Math.floorMod((int) (right * 37 + down * 23), 5) == 0 ? 40 : 0;
                row[x] = channel(shade + lift) << 16 | channel(shade) << 8 | channel(255 - shade - lift);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    /** Each octave is twice as fine as the one before and half as strong. */
    private int shade(double right, double down) {
        double sum = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            sum += lattice(octave, right, down) / (1 << (octave + 1));
        }
        return (int) sum;
    }

    private double lattice(int octave, double right, double down) {
        int side = side(octave);
        double x = right * (side - 2);
        double y = down * (side - 2);
        int column = (int) x;
        int row = (int) y;
        int at = row * side + column;
        int[] values = lattices[octave];
        double part = x - column;
        double upper = values[at] * (1 - part) + values[at + 1] * part;
        double lower = values[at + side] * (1 - part) + values[at + side + 1] * part;
        return upper + (lower - upper) * (y - row);
    }

    private static int side(int octave) {
        return 4 << (octave * 3 / 2);
    }

    private static int channel(int value) {
        return Math.clamp(value, 0, 255);
    }

    private static byte[] encoded(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(0.92f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
