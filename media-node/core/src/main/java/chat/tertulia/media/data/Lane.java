package chat.tertulia.media.data;

import chat.tertulia.media.sctp.Reliability;
import org.jspecify.annotations.Nullable;

/** The channels that LiveKit's clients know, by label. Their stream ids differ from client to client. */
public enum Lane {
    RELIABLE("_reliable"),
    LOSSY("_lossy"),
    /** Data tracks: to who subscribed to them. */
    TRACK("_data_track");

    private final String label;

    Lane(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    Reliability reliability() {
        return this == RELIABLE ? Reliability.FULL : Reliability.ONCE;
    }

    static @Nullable Lane of(String label) {
        for (Lane lane : values()) {
            if (lane.label.equals(label)) {
                return lane;
            }
        }
        return null;
    }
}
