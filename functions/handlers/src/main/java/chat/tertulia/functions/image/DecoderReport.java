package chat.tertulia.functions.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the decoder process says on its standard output: one line, words separated by one space. */
sealed interface DecoderReport {
    /** The library is loaded; whatever ends the process from here on is the picture's doing. */
    String READY = "ready";

    /** Pixels. */
    record Size(int width, int height) {}

    /**
     * @param source the picture as people see it, after its EXIF rotation
     * @param dominantColor {@code #rrggbb}
     */
    record Decoded(Size source, Size full, Size thumb, String dominantColor) implements DecoderReport {}

    /** @param detail for the log */
    record Refused(RejectionCode code, String detail) implements DecoderReport {}

    default String line() {
        return switch (this) {
            case Decoded(Size source, Size full, Size thumb, String color) ->
                "decoded " + words(source) + ' ' + words(full) + ' ' + words(thumb) + ' ' + color;
            case Refused(RejectionCode code, String detail) ->
                "refused " + code.name() + ' ' + detail.replaceAll("\\s+", " ").strip();
        };
    }

    /** Nothing for a line that no decoder of ours would write. */
    static Optional<DecoderReport> parse(String line) {
        String[] words = line.strip().split(" ", 9);
        if (words.length >= 2 && words[0].equals("refused")) {
            return refused(words[1], line);
        }
        return words.length == 8 && words[0].equals("decoded") ? decoded(words) : Optional.empty();
    }

    private static Optional<DecoderReport> refused(String name, String line) {
        for (RejectionCode code : RejectionCode.values()) {
            if (code.name().equals(name)) {
                return Optional.of(new Refused(code, line));
            }
        }
        return Optional.empty();
    }

    private static Optional<DecoderReport> decoded(String[] words) {
        List<Size> sizes = new ArrayList<>();
        for (int at = 1; at < 7; at += 2) {
            if (!words[at].matches("[1-9][0-9]{0,8}") || !words[at + 1].matches("[1-9][0-9]{0,8}")) {
                return Optional.empty();
            }
            sizes.add(new Size(Integer.parseInt(words[at]), Integer.parseInt(words[at + 1])));
        }
        return words[7].matches("#[0-9a-f]{6}")
                ? Optional.of(new Decoded(sizes.get(0), sizes.get(1), sizes.get(2), words[7]))
                : Optional.empty();
    }

    private static String words(Size size) {
        return size.width() + " " + size.height();
    }
}
