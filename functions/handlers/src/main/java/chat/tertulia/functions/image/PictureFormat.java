package chat.tertulia.functions.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The formats that may reach the decoder, told by their first bytes alone. libvips would also take an SVG that is named
 * .jpg, so this list stands before it; names and declared types count for nothing.
 */
enum PictureFormat {
    JPEG("image/jpeg"),
    PNG("image/png"),
    WEBP("image/webp"),
    GIF("image/gif"),
    AVIF("image/avif"),
    HEIC("image/heic");

    /** As many bytes as {@link #of} wants to see. */
    static final int MAGIC_LENGTH = 64;

    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
    private static final Set<String> HEIC_BRANDS = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx");

    private final String mime;

    PictureFormat(String mime) {
        this.mime = mime;
    }

    String mime() {
        return mime;
    }

    /** Whether several pictures in one file are an animation. In HEIC they are a burst or other sizes of the same. */
    boolean moves() {
        return this == GIF || this == WEBP;
    }

    static Optional<PictureFormat> of(byte[] head) {
        if (head.length >= 3 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xd8 && (head[2] & 0xff) == 0xff) {
            return Optional.of(JPEG);
        }
        if (head.length >= PNG_MAGIC.length && Arrays.equals(Arrays.copyOf(head, PNG_MAGIC.length), PNG_MAGIC)) {
            return Optional.of(PNG);
        }
        if (text(head, 0, 4).equals("RIFF") && text(head, 8, 4).equals("WEBP")) {
            return Optional.of(WEBP);
        }
        if (text(head, 0, 6).equals("GIF87a") || text(head, 0, 6).equals("GIF89a")) {
            return Optional.of(GIF);
        }
        return text(head, 4, 4).equals("ftyp") ? ofBrands(head) : Optional.empty();
    }

    /** ISO/IEC 14496-12 §4.3: size, "ftyp", major brand, minor version, compatible brands to the end of the box. */
    private static Optional<PictureFormat> ofBrands(byte[] head) {
        int end = Math.min(head.length, boxLength(head));
        for (int at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
            String brand = text(head, at, 4);
            if (AVIF_BRANDS.contains(brand)) {
                return Optional.of(AVIF);
            }
            if (HEIC_BRANDS.contains(brand)) {
                return Optional.of(HEIC);
            }
        }
        return Optional.empty();
    }

    private static int boxLength(byte[] head) {
        int length = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | (head[3] & 0xff);
        return length < 0 ? Integer.MAX_VALUE : length;
    }

    private static String text(byte[] head, int from, int length) {
        return from + length <= head.length ? new String(head, from, length, StandardCharsets.ISO_8859_1) : "";
    }
}
