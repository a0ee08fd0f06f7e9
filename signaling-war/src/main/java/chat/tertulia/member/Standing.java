package chat.tertulia.member;

import java.util.Locale;

/** Where a member stands. Only the active ones are seen, counted and let in without an invite. */
public enum Standing {
    ACTIVE,
    LEFT,
    KICKED,
    BANNED;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Standing ofStored(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
