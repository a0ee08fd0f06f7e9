package chat.tertulia.role;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a rank allows beyond taking part. On the wire in lower case, in {@code server:details.permissions}. */
public enum Permission {
    MANAGE_SERVER,
    MANAGE_INVITES,
    MANAGE_CHANNELS,
    MANAGE_MESSAGES,
    KICK_MEMBERS,
    BAN_MEMBERS,
    MUTE_MEMBERS,
    MANAGE_EMOJIS,
    CHANGE_AVATAR;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
