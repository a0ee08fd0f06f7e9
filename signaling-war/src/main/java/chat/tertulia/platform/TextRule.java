package chat.tertulia.platform;

import org.jspecify.annotations.Nullable;

/**
 * What a text of a request must be like. Lengths are UTF-16 units, as JavaScript counts them. Text is kept as given: no
 * trimming, no Unicode normalisation.
 *
 * @param field the member that a refusal names
 * @param lines whether line feeds and tabs are welcome; every other control character never is
 */
public record TextRule(String field, int min, int max, boolean lines) {
    public static TextRule line(String field, int min, int max) {
        return new TextRule(field, min, max, false);
    }

    public static TextRule lines(String field, int min, int max) {
        return new TextRule(field, min, max, true);
    }

    /** The text itself, or a {@link Refusal} that names the field. */
    public String require(@Nullable String text) {
        if (text == null) {
            throw Refusal.field(field, "This is missing.");
        }
        if (text.length() < min || text.length() > max) {
            throw Refusal.field(field, "This takes " + min + " to " + max + " characters.");
        }
        text.codePoints().forEach(this::requireWelcome);
        if (min > 0 && isBlank(text)) {
            throw Refusal.field(field, "This must not be blank.");
        }
        return text;
    }

    /** As {@link #require}, where null means that there is none. */
    public @Nullable String permit(@Nullable String text) {
        return text == null ? null : require(text);
    }

    /** Whether a reader would see nothing; unlike {@link String#isBlank} it knows the no-break and zero-width spaces. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT);
    }

    private void requireWelcome(int codePoint) {
        boolean control = Character.isISOControl(codePoint) && !(lines && (codePoint == '\n' || codePoint == '\t'));
        // A lone surrogate has no UTF-8 form: it would be stored as something else than was sent.
        if (control || Character.getType(codePoint) == Character.SURROGATE) {
            throw Refusal.field(field, "This holds a character that is not allowed.");
        }
    }
}
