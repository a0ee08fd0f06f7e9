package chat.tertulia.upload;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a file is on its way through the image function. */
public enum FileState {
    /** In the bucket; nothing has been heard of it yet. */
    QUEUED,
    PROCESSING,
    /** May be downloaded. */
    DONE,
    /** The function refused the file and said why. */
    REJECTED,
    /** Nothing was heard of it in time. */
    FAILED;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param wire as stored, hence known */
    static FileState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
