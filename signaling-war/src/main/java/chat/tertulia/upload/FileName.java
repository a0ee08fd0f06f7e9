package chat.tertulia.upload;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file's name: for people to read and for browsers to save under; never part of a path or key of ours. */
final class FileName {
    /** As many bytes of UTF-8 as file systems take; percent-encoded it still fits into the metadata of an object (2 KB). */
    private static final int MAX_BYTES = 255;

    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,10}$");

    private FileName() {}

    /** Total: whatever a sender claims becomes a harmless name. */
    static String clean(String claimed) {
        String last = claimed.substring(Math.max(claimed.lastIndexOf('/'), claimed.lastIndexOf('\\')) + 1);
        // More than is kept, and bounded before anything is done with it.
        String some = last.length() <= 4 * MAX_BYTES
                ? last
                : last.substring(0, 2 * MAX_BYTES) + last.substring(last.length() - 2 * MAX_BYTES);
        StringBuilder kept = new StringBuilder();
        some.codePoints()
                .filter(FileName::isHarmless)
                .map(c -> "<>:\"|?*".indexOf(c) >= 0 ? '_' : c)
                .forEach(kept::appendCodePoint);
        String name = shortened(Normalizer.normalize(kept, Normalizer.Form.NFC).strip());
        return name.chars().allMatch(c -> c == '.') ? "file" : name;
    }

    /** Cut before the ending, which says what to open it with. */
    private static String shortened(String name) {
        if (bytes(name) <= MAX_BYTES) {
            return name;
        }
        Matcher matcher = ENDING.matcher(name);
        String ending = matcher.find() ? matcher.group() : "";
        StringBuilder stem = new StringBuilder(name.substring(0, name.length() - ending.length()));
        while (bytes(stem) + ending.length() > MAX_BYTES) {
            stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem.toString().strip() + ending;
    }

    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Control, bidirectional and other invisible characters make a name look like another one. */
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** RFC 6266: a quoted ASCII form for old readers, the true name by RFC 8187. */
    static String disposition(String type, String name) {
        String ascii = name.replaceAll("[^ -~]|[\"\\\\%]", "_");
        return type + "; filename=\"" + ascii + "\"; filename*=UTF-8''" + percentEncoded(name);
    }

    static String percentEncoded(String text) {
        // The form encoding differs in two characters from RFC 3986.
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** The name with the ending that fits what is really sent. */
    static String withEnding(String name, String mime) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem + "." + mime.substring(mime.indexOf('/') + 1);
    }
}
