package chat.tertulia.member;

import chat.tertulia.platform.Refusal;
import java.text.Normalizer;

/** What a nickname may be: 1 to 50 UTF-16 units of visible text that cannot disturb the text around it. */
public final class Nickname {
    private static final int MAX_LENGTH = 50;

    private Nickname() {}

    /** The name in NFC without space around it, or a refusal that names the field. */
    public static String clean(String proposed) {
        String name = Normalizer.normalize(proposed, Normalizer.Form.NFC).strip();
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw Refusal.field("nickname", "A nickname has 1 to 50 characters.");
        }
        boolean disturbing = name.codePoints().anyMatch(Nickname::isDisturbing);
        boolean visible = name.codePoints().anyMatch(Nickname::isVisible);
        if (disturbing || !visible) {
            throw Refusal.field("nickname", "A nickname is visible text without control characters.");
        }
        return name;
    }

    /** The nearest acceptable nickname to a name that somebody else chose the rules for. */
    public static String from(String foreign, String otherwise) {
        try {
            return clean(foreign.substring(0, Math.min(foreign.length(), MAX_LENGTH)));
        } catch (Refusal unusable) {
            return otherwise;
        }
    }

    /** Zero-width joiners stay: emoji and several scripts need them. */
    private static boolean isDisturbing(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            case Character.FORMAT -> codePoint != 0x200C && codePoint != 0x200D;
            default -> false;
        };
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT, Character.SPACE_SEPARATOR, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK ->
                false;
            // Hangul fillers are letters that show nothing.
            default -> codePoint != 0x115F && codePoint != 0x1160 && codePoint != 0x3164 && codePoint != 0xFFA0;
        };
    }
}
