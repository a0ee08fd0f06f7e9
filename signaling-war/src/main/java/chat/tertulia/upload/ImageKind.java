package chat.tertulia.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The pictures that the image function takes, told by their first bytes. Everything else, SVG included, is an opaque
 * download. Never decodes anything.
 */
public enum ImageKind {
    JPEG("image/jpeg"),
    PNG("image/png"),
    GIF("image/gif"),
    WEBP("image/webp"),
    AVIF("image/avif"),
    HEIC("image/heic");

    private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final String mime;

    ImageKind(String mime) {
        this.mime = mime;
    }

    public String mime() {
        return mime;
    }

    static Optional<ImageKind> of(byte[] head) {
        if (at(head, 0, JPEG_START)) {
            return Optional.of(JPEG);
        }
        if (at(head, 0, PNG_START)) {
            return Optional.of(PNG);
        }
        if (at(head, 0, "GIF87a") || at(head, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (at(head, 0, "RIFF") && at(head, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        return at(head, 4, "ftyp") ? ofBrand(head) : Optional.empty();
    }

    /** ISO/IEC 23008-12: the major brand of the file type box. */
    private static Optional<ImageKind> ofBrand(byte[] head) {
        if (at(head, 8, "avif") || at(head, 8, "avis")) {
            return Optional.of(AVIF);
        }
        boolean heic = at(head, 8, "heic") || at(head, 8, "heix") || at(head, 8, "mif1") || at(head, 8, "msf1");
        return heic ? Optional.of(HEIC) : Optional.empty();
    }

    private static boolean at(byte[] head, int offset, String ascii) {
        return at(head, offset, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean at(byte[] head, int offset, byte[] expected) {
        int end = offset + expected.length;
        return head.length >= end && Arrays.equals(head, offset, end, expected, 0, expected.length);
    }
}
