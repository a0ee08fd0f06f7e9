package chat.tertulia.functions.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures made on the spot. */
final class TestPicture {
    private TestPicture() {}

    /** Three quarters red, a quarter blue on the right, so that rotation shows. */
    static byte[] encoded(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(200, 30, 40));
        pen.fillRect(0, 0, width, height);
        pen.setColor(new Color(10, 20, 220));
        pen.fillRect(width * 3 / 4, 0, width - width * 3 / 4, height);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IllegalArgumentException(format);
        }
        return bytes.toByteArray();
    }

    /** The first bytes of a PNG and then anything: for decoders that only pretend. */
    static byte[] pretended(String text) {
        return ("\u0089PNG\r\n\u001a\n" + text).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A JPEG as a camera makes it: Exif with an orientation and a position in it (Exif 2.32 §4.5.4, §4.6.6). */
    static byte[] cameraJpeg(int width, int height, int orientation) throws IOException {
        byte[] plain = encoded("jpg", width, height);
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        DataOutputStream tiff = new DataOutputStream(exif);
        tiff.write("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1));
        tiff.writeInt(8);
        tiff.writeShort(2);
        entry(tiff, 0x0112, 3, 1, orientation << 16);
        entry(tiff, 0x8825, 4, 1, 8 + 2 + 2 * 12 + 4);
        tiff.writeInt(0);
        tiff.writeShort(2);
        entry(tiff, 0x0001, 2, 2, 'N' << 24);
        entry(tiff, 0x001d, 2, 11, 8 + 2 + 2 * 12 + 4 + 2 + 2 * 12 + 4);
        tiff.writeInt(0);
        tiff.write("2026:01:02\0".getBytes(StandardCharsets.ISO_8859_1));

        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(jpeg);
        out.write(plain, 0, 2);
        out.writeShort(0xffe1);
        out.writeShort(exif.size() + 2);
        exif.writeTo(out);
        out.write(plain, 2, plain.length - 2);
        return jpeg.toByteArray();
    }

    /** A PNG of one colour whose header tells the truth: small as a file, huge as a picture. */
    static byte[] pngBomb(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {1, 0, 0, 0, 0});
        chunk(png, "IHDR", header.toByteArray());
        chunk(png, "IDAT", deflated(new byte[1 + (width + 7) / 8], height));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /** A JPEG that no lossless format makes small. */
    static byte[] noise(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(20260103);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int grey = 96 + random.nextInt(24);
                image.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }

    /** A GIF in which a bar moves. */
    static byte[] film(int width, int height, int frames) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int frame = 0; frame < frames; frame++) {
                BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED);
                Graphics2D pen = image.createGraphics();
                pen.setColor(new Color(200, 30, 40));
                pen.fillRect(0, 0, width, height);
                pen.setColor(new Color(10, 20, 220));
                pen.fillRect(width * frame / frames, 0, Math.max(1, width / frames), height);
                pen.dispose();
                writer.writeToSequence(new IIOImage(image, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A GIF of {@code frames} frames of one pixel each. */
    static byte[] gif(int frames) throws IOException {
        return gif(frames, 1);
    }

    /** A GIF of square frames of one colour; whatever their size, each has the bytes of one pixel. */
    static byte[] gif(int frames, int side) throws IOException {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.write("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
        byte low = (byte) side;
        byte high = (byte) (side >> 8);
        gif.write(new byte[] {low, high, low, high, (byte) 0x80, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        for (int frame = 0; frame < frames; frame++) {
            gif.write(new byte[] {0x21, (byte) 0xf9, 4, 0, 10, 0, 0, 0});
            gif.write(new byte[] {0x2c, 0, 0, 0, 0, low, high, low, high, 0, 2, 2, 0x44, 1, 0});
        }
        gif.write(0x3b);
        return gif.toByteArray();
    }

    private static byte[] deflated(byte[] row, int rows) {
        Deflater deflater = new Deflater();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        for (int at = 0; at < rows; at++) {
            deflater.setInput(row);
            while (!deflater.needsInput()) {
                packed.write(block, 0, deflater.deflate(block));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            packed.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return packed.toByteArray();
    }

    static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        DataOutputStream out = new DataOutputStream(png);
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) check.getValue());
    }

    private static void entry(DataOutputStream out, int tag, int type, int count, int value) throws IOException {
        out.writeShort(tag);
        out.writeShort(type);
        out.writeInt(count);
        out.writeInt(value);
    }
}
