package chat.tertulia.gateway;

import chat.tertulia.platform.Rate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which feature answers which event. Filled once at start, read-only afterwards. */
public final class EventRoutes {
    private final Map<String, Route<?>> routes = new HashMap<>();

    /**
     * One answered event.
     *
     * @param joined whether only a joined connection may send it
     * @param errorEvent where a refusal goes when the client gave no acknowledgement
     */
    public record Route<P>(
            String event, Class<P> payload, Rate limit, boolean joined, String errorEvent, EventHandler<P> handler) {}

    /** Answers an event of joined members. */
    public <P> void on(String event, Class<P> payload, Rate limit, EventHandler<P> handler) {
        add(new Route<>(event, payload, limit, true, errorEvent(event), handler));
    }

    /** Answers an event of anybody who is connected. */
    public <P> void onAnonymous(String event, Class<P> payload, Rate limit, EventHandler<P> handler) {
        add(new Route<>(event, payload, limit, false, errorEvent(event), handler));
    }

    /** As {@link #onAnonymous(String, Class, Rate, EventHandler)}, with refusals going to another event. */
    public <P> void onAnonymous(
            String event, Class<P> payload, Rate limit, String errorEvent, EventHandler<P> handler) {
        add(new Route<>(event, payload, limit, false, errorEvent, handler));
    }

    /** The route, or null for {@code unknown_event}. */
    public @Nullable Route<?> find(String event) {
        return routes.get(event);
    }

    private void add(Route<?> route) {
        if (routes.putIfAbsent(route.event(), route) != null) {
            throw new IllegalStateException("Two features answer " + route.event());
        }
    }

    /** {@code chat:send} fails as {@code chat:error}, {@code voice:room:request} as {@code voice:room:error}. */
    static String errorEvent(String event) {
        return event.substring(0, event.lastIndexOf(':') + 1) + "error";
    }
}
