package chat.tertulia.sweep;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a sweep is. */
enum SweepState {
    /** Its manifest is not in the bucket yet. */
    WRITING,
    /** The function has not reported yet. */
    WAITING,
    DONE,
    /** The function found the manifest wanting; the report says why. */
    REFUSED,
    /** Nothing was heard of it in time. */
    LOST;

    @JsonValue
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param wire as stored, hence known */
    static SweepState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
