package chat.tertulia.token;

import java.util.Locale;

/** What a refresh token is good for. A token of one realm is unknown in the other. */
public enum Realm {
    /** The account service. */
    ACCOUNT,
    /** Sessions of members on this server. */
    SERVER;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
