package chat.tertulia.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a file is, told by its first bytes and never by its name.
 *
 * @param picture when the image function takes it
 * @param mime what a download says it is: sound and films of kinds that browsers play and that hold no script; else opaque
 */
public record FileContent(Optional<ImageKind> picture, String mime) {
    /** As many first bytes as {@link #of} wants to see. */
    static final int HEAD = 64;

    static final String OPAQUE = "application/octet-stream";

    private static final byte[] EBML = {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3};

    static FileContent of(byte[] head) {
        Optional<ImageKind> picture = ImageKind.of(head);
        return new FileContent(
                picture, picture.map(ImageKind::mime).or(() -> played(head)).orElse(OPAQUE));
    }

    boolean isPlayed() {
        return mime.startsWith("audio/") || mime.startsWith("video/");
    }

    private static Optional<String> played(byte[] head) {
        if (at(head, 4, "ftyp")) {
            return ofBrand(head);
        }
        if (at(head, 0, "OggS")) {
            return Optional.of("audio/ogg");
        }
        if (at(head, 0, "fLaC")) {
            return Optional.of("audio/flac");
        }
        if (at(head, 0, "RIFF") && at(head, 8, "WAVE")) {
            return Optional.of("audio/wav");
        }
        if (at(head, 0, "ID3") || isMpegAudio(head)) {
            return Optional.of("audio/mpeg");
        }
        return isWebm(head) ? Optional.of("video/webm") : Optional.empty();
    }

    /** ISO/IEC 14496-12: the major brand of the file type box. */
    private static Optional<String> ofBrand(byte[] head) {
        if (at(head, 8, "M4A ")) {
            return Optional.of("audio/mp4");
        }
        boolean film = at(head, 8, "isom")
                || at(head, 8, "iso2")
                || at(head, 8, "iso5")
                || at(head, 8, "iso6")
                || at(head, 8, "mp41")
                || at(head, 8, "mp42")
                || at(head, 8, "avc1")
                || at(head, 8, "M4V ");
        return film ? Optional.of("video/mp4") : Optional.empty();
    }

    /** ISO/IEC 11172-3: sync word, version 1 or 2, layer III. */
    private static boolean isMpegAudio(byte[] head) {
        return head.length > 1 && head[0] == (byte) 0xff && (head[1] & 0xf6) == 0xf2;
    }

    /** RFC 8794: Matroska says of which kind it is in its first element. */
    private static boolean isWebm(byte[] head) {
        return head.length > EBML.length
                && Arrays.equals(head, 0, EBML.length, EBML, 0, EBML.length)
                && new String(head, StandardCharsets.ISO_8859_1).contains("webm");
    }

    private static boolean at(byte[] head, int offset, String ascii) {
        byte[] expected = ascii.getBytes(StandardCharsets.US_ASCII);
        int end = offset + expected.length;
        return head.length >= end && Arrays.equals(head, offset, end, expected, 0, expected.length);
    }
}
