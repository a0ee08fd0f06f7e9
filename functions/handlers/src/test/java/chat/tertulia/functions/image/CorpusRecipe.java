package chat.tertulia.functions.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes those files of the corpus that are large, or that say more as a recipe than as bytes. */
final class CorpusRecipe {
    private static final String SCRIPT = "<script>alert('polyglot')</script>";

    private CorpusRecipe() {}

    /** @param recipe a name and numbers or the file of the corpus that it starts from */
    static byte[] bytes(String recipe) throws IOException {
        String[] words = recipe.split(" ", 5);
        return switch (words[0]) {
            case "png-bomb", "png-wide" -> TestPicture.pngBomb(number(words[1]), number(words[2]));
            case "png-16-bit" -> png16(number(words[1]), number(words[2]));
            case "png-icc-bomb" -> pngWith("iCCP", "profile\0\0", number(words[1]));
            case "png-text-bomb" -> pngWith("zTXt", "Comment\0\0", number(words[1]));
            case "jpeg-icc-bomb" -> jpegWithProfile();
            case "gif-frames" -> TestPicture.gif(number(words[1]));
            case "gif-wide-frames" -> TestPicture.gif(number(words[1]), 6000);
            case "gif-script" -> gifScript();
            case "jpeg-script" -> jpegWithScript();
            case "jpeg-zip" -> joined(TestPicture.encoded("jpg", 64, 48), zip("inner.html", text(SCRIPT)));
            case "nested-zip" -> zip("inner.zip", zip("innermost.zip", zip("zeros", new byte[1 << 20])));
            case "camera" -> camera(number(words[1]));
            case "truncated" -> truncated(file(words[1]), number(words[2]));
            case "grid" -> HeifGrid.of(file(words[1]), number(words[2]), number(words[3]), number(words[4]));
            case "text" -> text(recipe.substring(5));
            case "zeros" -> new byte[number(words[1])];
            default -> throw new IllegalArgumentException(recipe);
        };
    }

    static byte[] file(String name) throws IOException {
        try (InputStream in = CorpusRecipe.class.getResourceAsStream("/corpus/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no file " + name + " in the corpus");
            }
            return in.readAllBytes();
        }
    }

    private static byte[] truncated(byte[] whole, int percent) {
        return Arrays.copyOf(whole, whole.length * percent / 100);
    }

    /** Red at three quarters of the sixteen bits. */
    private static byte[] png16(int width, int height) throws IOException {
        byte[] row = new byte[1 + width * 6];
        for (int x = 0; x < width; x++) {
            row[1 + x * 6] = (byte) 0xc0;
        }
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int y = 0; y < height; y++) {
            rows.write(row);
        }
        ByteArrayOutputStream png = pngStart(width, height, new byte[] {16, 2, 0, 0, 0});
        TestPicture.chunk(png, "IDAT", deflated(rows.toByteArray()));
        TestPicture.chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /** One black pixel, and a chunk that inflates to so many megabytes. */
    private static byte[] pngWith(String chunk, String start, int megabytes) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(start.getBytes(StandardCharsets.ISO_8859_1));
        data.write(deflated(new byte[megabytes << 20]));
        ByteArrayOutputStream png = pngStart(1, 1, new byte[] {8, 0, 0, 0, 0});
        TestPicture.chunk(png, chunk, data.toByteArray());
        TestPicture.chunk(png, "IDAT", deflated(new byte[2]));
        TestPicture.chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static ByteArrayOutputStream pngStart(int width, int height, byte[] kind) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(kind);
        TestPicture.chunk(png, "IHDR", header.toByteArray());
        return png;
    }

    /** A profile of 255 segments of noise, as many as there can be (ICC.1 annex B.4). */
    private static byte[] jpegWithProfile() throws IOException {
        byte[] plain = TestPicture.encoded("jpg", 64, 48);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(jpeg);
        out.write(plain, 0, 2);
        byte[] noise = new byte[60_000];
        for (int segment = 1; segment <= 255; segment++) {
            out.writeShort(0xffe2);
            out.writeShort(2 + 14 + noise.length);
            out.write("ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1));
            out.write(segment);
            out.write(255);
            Arrays.fill(noise, (byte) segment);
            out.write(noise);
        }
        out.write(plain, 2, plain.length - 2);
        return jpeg.toByteArray();
    }

    /** A GIF whose width reads as the start of a comment, so that the whole is also a script. */
    private static byte[] gifScript() throws IOException {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.write(text("GIF89a/*"));
        gif.write(new byte[] {8, 0, (byte) 0x80, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        gif.write(new byte[] {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b});
        gif.write(text("*/=1;alert('polyglot')//"));
        return gif.toByteArray();
    }

    /** In a comment segment, and after the end. */
    private static byte[] jpegWithScript() throws IOException {
        byte[] plain = TestPicture.encoded("jpg", 64, 48);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(jpeg);
        out.write(plain, 0, 2);
        out.writeShort(0xfffe);
        out.writeShort(2 + SCRIPT.length());
        out.write(text(SCRIPT));
        out.write(plain, 2, plain.length - 2);
        out.write(text(SCRIPT));
        return jpeg.toByteArray();
    }

    /** Exif with a position, as {@link TestPicture#cameraJpeg} makes it, and XMP with one. */
    private static byte[] camera(int orientation) throws IOException {
        byte[] exif = TestPicture.cameraJpeg(160, 80, orientation);
        byte[] xmp = text("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
                + "<exif:GPSLatitude>52,31.2N</exif:GPSLatitude></x:xmpmeta>");
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(jpeg);
        out.write(exif, 0, 2);
        out.writeShort(0xffe1);
        out.writeShort(2 + xmp.length);
        out.write(xmp);
        out.write(exif, 2, exif.length - 2);
        return jpeg.toByteArray();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            CRC32 check = new CRC32();
            check.update(content);
            entry.setCrc(check.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflated(byte[] data) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
            out.write(data);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
