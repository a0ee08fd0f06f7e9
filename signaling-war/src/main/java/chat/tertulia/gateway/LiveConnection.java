package chat.tertulia.gateway;

import chat.tertulia.gateway.socket.Socket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A socket as features see it. The principal changes under the connection's own lock, so that the index follows in order. */
final class LiveConnection implements Connection {
    private final Socket socket;
    private final Connections connections;
    private final Map<Class<?>, Object> attributes = new HashMap<>(2);
    private @Nullable Principal principal;
    private boolean over;

    LiveConnection(Socket socket, Connections connections) {
        this.socket = socket;
        this.connections = connections;
    }

    @Override
    public String id() {
        return socket.id();
    }

    @Override
    public String address() {
        return socket.address();
    }

    @Override
    public JsonNode auth() {
        return socket.auth();
    }

    @Override
    public synchronized Optional<Principal> principal() {
        return Optional.ofNullable(principal);
    }

    @Override
    public synchronized void bind(Principal next) {
        if (over || next.equals(principal)) {
            return;
        }
        unbind();
        principal = next;
        connections.bound(this, next);
    }

    @Override
    public synchronized void unbind() {
        Principal last = principal;
        if (last != null) {
            principal = null;
            connections.unbound(this, last);
        }
    }

    @Override
    public void emit(String event, Object payload) {
        emit(EncodedEvent.of(event, payload));
    }

    @Override
    public void emit(EncodedEvent event) {
        socket.emit(event.emission());
    }

    @Override
    public void disconnect() {
        socket.disconnect();
    }

    /** The socket will not come back. */
    void end() {
        synchronized (this) {
            over = true;
            unbind();
        }
        connections.remove(this);
    }

    @Override
    public <T> Optional<T> attribute(Class<T> key) {
        synchronized (attributes) {
            return Optional.ofNullable(key.cast(attributes.get(key)));
        }
    }

    @Override
    public <T> void attribute(Class<T> key, T value) {
        synchronized (attributes) {
            attributes.put(key, value);
        }
    }

    @Override
    public <T> Optional<T> removeAttribute(Class<T> key) {
        synchronized (attributes) {
            return Optional.ofNullable(key.cast(attributes.remove(key)));
        }
    }
}
