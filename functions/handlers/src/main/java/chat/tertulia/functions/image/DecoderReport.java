package chat.tertulia.functions.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the decoder process says on its standard output: one line, words separated by one space. */
sealed interface DecoderReport {
    /** The library is loaded; whatever ends the process from here on is the picture's doing. */
    String READY = "ready";

    /** Pixels. */
    record Size(int width, int height) {
        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    /**
     * @param source the picture as people see it, after its EXIF rotation
     * @param avif whether {@code full} is AVIF; otherwise it is WebP
     * @param thumb null when the purpose wants none
     * @param frames of the animation that {@code full} is; one for a picture that does not move
     * @param dominantColor {@code #rrggbb}
     */
    record Decoded(
            Size source,
            Size full,
            boolean avif,
            @Nullable Size thumb,
            int frames,
            String dominantColor,
            String blurHash)
            implements DecoderReport {}

    /** @param detail for the log */
    record Refused(RejectionCode code, String detail) implements DecoderReport {}

    default String line() {
        return switch (this) {
            case Decoded it ->
                "decoded " + it.source + ' ' + it.full + ' ' + (it.avif ? "avif" : "webp") + ' '
                        + (it.thumb == null ? "-" : it.thumb) + ' ' + it.frames + ' ' + it.dominantColor + ' '
                        + it.blurHash;
            case Refused(RejectionCode code, String detail) ->
                "refused " + code.name() + ' ' + detail.replaceAll("\\s+", " ").strip();
        };
    }

    /** Nothing for a line that no decoder of ours would write. */
    static Optional<DecoderReport> parse(String line) {
        String[] words = line.strip().split(" ", 3);
        if (words.length >= 2 && words[0].equals("refused")) {
            return refused(words[1], line);
        }
        Matcher decoded = Grammar.DECODED.matcher(line.strip());
        if (!decoded.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Decoded(
                size(decoded.group("source")),
                size(decoded.group("full")),
                decoded.group("format").equals("avif"),
                decoded.group("thumb").equals("-") ? null : size(decoded.group("thumb")),
                Integer.parseInt(decoded.group("frames")),
                decoded.group("color"),
                decoded.group("hash")));
    }

    private static Optional<DecoderReport> refused(String name, String line) {
        for (RejectionCode code : RejectionCode.values()) {
            if (code.name().equals(name)) {
                return Optional.of(new Refused(code, line));
            }
        }
        return Optional.empty();
    }

    private static Size size(String text) {
        String[] sides = text.split("x", 2);
        return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    /** Of a line that says {@code decoded}. */
    final class Grammar {
        private static final String NUMBER = "[1-9][0-9]{0,5}";
        private static final String SIZE = NUMBER + "x" + NUMBER;
        static final Pattern DECODED = Pattern.compile("decoded (?<source>" + SIZE + ") (?<full>" + SIZE
                + ") (?<format>avif|webp) (?<thumb>-|" + SIZE + ") (?<frames>" + NUMBER
                + ") (?<color>#[0-9a-f]{6}) (?<hash>[0-9A-Za-z#$%*+,\\-.:;=?@\\[\\]^_{|}~]{6,100})");

        private Grammar() {}
    }
}
