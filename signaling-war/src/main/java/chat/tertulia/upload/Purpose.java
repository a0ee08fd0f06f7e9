package chat.tertulia.upload;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a file is for. The image function makes other pictures for each (docs/protocol.md §8). */
public enum Purpose {
    /** Of a message; the only kind that need not be a picture. */
    ATTACHMENT,
    AVATAR,
    BANNER,
    /** The server's. */
    ICON,
    EMOJI;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param wire as stored, hence known */
    static Purpose of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
