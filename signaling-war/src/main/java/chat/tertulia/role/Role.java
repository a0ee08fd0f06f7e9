package chat.tertulia.role;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/** Rank of a member, lowest first. */
public enum Role {
    GUEST,
    MEMBER,
    ADMIN,
    OWNER;

    public Set<Permission> permissions() {
        return switch (this) {
            case GUEST -> Set.of();
            case MEMBER -> Set.of(Permission.CHANGE_AVATAR);
            case ADMIN, OWNER -> Set.of(Permission.values());
        };
    }

    public boolean may(Permission permission) {
        return permissions().contains(permission);
    }

    /** Equal ranks do not outrank each other: two administrators cannot remove one another. */
    public boolean outranks(Role other) {
        return compareTo(other) > 0;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
