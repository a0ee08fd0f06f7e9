package chat.tertulia.role;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Rank of a member, lowest first. */
public enum Role {
    GUEST(EnumSet.noneOf(Permission.class)),
    MEMBER(EnumSet.noneOf(Permission.class)),
    ADMIN(EnumSet.allOf(Permission.class)),
    OWNER(EnumSet.allOf(Permission.class));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = Set.copyOf(permissions);
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
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
