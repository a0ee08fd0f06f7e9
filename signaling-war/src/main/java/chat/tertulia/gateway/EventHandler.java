package chat.tertulia.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Answers one event. Runs on a virtual thread, one event of a connection at a time and in order; may block. A
 * {@link chat.tertulia.platform.Refusal} becomes the error acknowledgement or the route's error event.
 */
@FunctionalInterface
public interface EventHandler<P> {
    /** The members of the acknowledgement beside {@code ok: true}: a record or map, or null for none. */
    @Nullable
    Object handle(Connection connection, P payload);
}
