package chat.tertulia.server;

import java.util.List;

/** Payload of {@code server:changed}. */
public record StateChanged(long version, List<Change> changes) {
    public static final String EVENT = "server:changed";

    public StateChanged {
        changes = List.copyOf(changes);
    }
}
