package chat.tertulia.gateway;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A connection without a socket: keeps what was sent to it. */
public final class RecordedConnection implements Connection {
    private final String id;
    private final Connections connections;
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>();
    private final List<EncodedEvent> sent = new ArrayList<>();
    private @Nullable Principal principal;
    private boolean disconnected;

    public RecordedConnection(String id, Connections connections) {
        this.id = id;
        this.connections = connections;
        connections.add(this);
    }

    /** Sends an event as a client would; a refusal comes as the exception. */
    public void send(EventRoutes routes, String event, Map<String, ?> payload) {
        EventRoutes.Route<?> route = routes.find(event);
        if (route == null) {
            throw new AssertionError("Nobody answers " + event);
        }
        handle(route, payload);
    }

    private <P> void handle(EventRoutes.Route<P> route, Map<String, ?> payload) {
        route.handler().handle(this, Json.as(Json.MAPPER.valueToTree(payload), route.payload()));
    }

    /** The latest event of this name. */
    public synchronized JsonNode received(String event) {
        return Json.tree(sent.stream()
                .filter(one -> one.name().equals(event))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError(event + " was not sent, but " + names()))
                .json());
    }

    public synchronized List<String> names() {
        return sent.stream().map(EncodedEvent::name).toList();
    }

    public synchronized boolean isDisconnected() {
        return disconnected;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String address() {
        return "192.0.2.1";
    }

    @Override
    public JsonNode auth() {
        return Json.tree("{}");
    }

    @Override
    public synchronized Optional<Principal> principal() {
        return Optional.ofNullable(principal);
    }

    @Override
    public synchronized void bind(Principal next) {
        unbind();
        principal = next;
        connections.bound(this, next);
    }

    @Override
    public synchronized void unbind() {
        Principal last = principal;
        principal = null;
        if (last != null) {
            connections.unbound(this, last);
        }
    }

    @Override
    public void emit(String event, Object payload) {
        emit(EncodedEvent.of(event, payload));
    }

    @Override
    public synchronized void emit(EncodedEvent event) {
        sent.add(event);
    }

    @Override
    public synchronized void disconnect() {
        disconnected = true;
        unbind();
        connections.remove(this);
    }

    @Override
    public <T> Optional<T> attribute(Class<T> key) {
        return Optional.ofNullable(key.cast(attributes.get(key)));
    }

    @Override
    public <T> void attribute(Class<T> key, T value) {
        attributes.put(key, value);
    }

    @Override
    public <T> Optional<T> removeAttribute(Class<T> key) {
        return Optional.ofNullable(key.cast(attributes.remove(key)));
    }
}
