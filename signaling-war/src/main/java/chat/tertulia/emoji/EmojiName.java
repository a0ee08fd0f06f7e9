package chat.tertulia.emoji;

import chat.tertulia.platform.Refusal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an emoji may be called: 2 to 32 of {@code A-Z a-z 0-9 _}. */
final class EmojiName {
    private static final int MAX = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{2," + MAX + "}");

    private EmojiName() {}

    static String require(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw Refusal.field("name", "A name has 2 to 32 letters, digits and underscores.");
        }
        return name;
    }

    /** The nearest name to that of a file, possibly none that {@link #require} takes. */
    static String from(String fileName) {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        int dot = last.lastIndexOf('.');
        String stem = dot > 0 ? last.substring(0, dot) : last;
        String kept = stem.substring(0, Math.min(stem.length(), 200))
                .replaceAll("[^A-Za-z0-9_]+", "_")
                .replaceAll("^_+|_+$", "");
        return kept.substring(0, Math.min(kept.length(), MAX));
    }
}
