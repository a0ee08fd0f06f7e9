package chat.tertulia.upload;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A file's name: for people to read and for browsers to save under; never part of a path or key of ours. */
final class FileName {
    private static final int MAX = 200;

    private FileName() {}

    /** Total: whatever a sender claims becomes a harmless name. */
    static String clean(String claimed) {
        String last = claimed.substring(Math.max(claimed.lastIndexOf('/'), claimed.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        last.codePoints().filter(FileName::isHarmless).limit(MAX).forEach(kept::appendCodePoint);
        String name = kept.toString().strip();
        return name.isEmpty() || name.equals(".") || name.equals("..") ? "file" : name;
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
