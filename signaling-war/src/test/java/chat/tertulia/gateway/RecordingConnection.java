package chat.tertulia.gateway;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A connection that keeps what it is sent. */
public final class RecordingConnection implements Connection {
    private final String id = UUID.randomUUID().toString();
    private final Connections connections;
    private final List<EncodedEvent> received = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>();
    private volatile @Nullable Principal principal;
    private volatile boolean disconnected;

    public RecordingConnection(Connections connections) {
        this.connections = connections;
        connections.add(this);
    }

    public static RecordingConnection of(Connections connections, String memberId) {
        RecordingConnection connection = new RecordingConnection(connections);
        connection.bind(new Principal(memberId, "session"));
        return connection;
    }

    public List<EncodedEvent> received() {
        return received;
    }

    /** Payloads of one event, in order. */
    public List<JsonNode> received(String event) {
        return received.stream()
                .filter(one -> one.name().equals(event))
                .map(one -> Json.tree(one.json()))
                .toList();
    }

    /** Payload of the latest one of this event. */
    public JsonNode latest(String event) {
        List<JsonNode> all = received(event);
        if (all.isEmpty()) {
            throw new AssertionError(event + " was not sent, but " + names());
        }
        return all.getLast();
    }

    public List<String> names() {
        return received.stream().map(EncodedEvent::name).toList();
    }

    public boolean isDisconnected() {
        return disconnected;
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
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(principal);
    }

    @Override
    public void bind(Principal to) {
        unbind();
        principal = to;
        connections.bound(this, to);
    }

    @Override
    public void unbind() {
        Principal was = principal;
        principal = null;
        if (was != null) {
            connections.unbound(this, was);
        }
    }

    @Override
    public void emit(String event, Object payload) {
        emit(EncodedEvent.of(event, payload));
    }

    @Override
    public void emit(EncodedEvent event) {
        received.add(event);
    }

    @Override
    public void disconnect() {
        disconnected = true;
        unbind();
        connections.remove(this);
    }

    @Override
    public <T> Optional<T> attribute(Class<T> key) {
        return Optional.ofNullable(attributes.get(key)).map(key::cast);
    }

    @Override
    public <T> void attribute(Class<T> key, T value) {
        attributes.put(key, value);
    }

    @Override
    public <T> Optional<T> removeAttribute(Class<T> key) {
        return Optional.ofNullable(attributes.remove(key)).map(key::cast);
    }
}
