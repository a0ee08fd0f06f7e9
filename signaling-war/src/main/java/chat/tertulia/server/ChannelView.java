package chat.tertulia.server;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A channel as members see it. */
public record ChannelView(String channelId, String name, Type type, int position, String description) {
    /** What happens in a channel. */
    public enum Type {
        TEXT,
        VOICE;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
