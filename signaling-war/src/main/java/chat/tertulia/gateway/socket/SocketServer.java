package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.engine.CloseCause;
import chat.tertulia.gateway.engine.EngineClock;
import chat.tertulia.gateway.engine.EngineListener;
import chat.tertulia.gateway.engine.EngineSession;
import chat.tertulia.gateway.engine.Frame;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All Socket.IO sockets on one Engine.IO path. Safe from any thread. */
public final class SocketServer implements EngineListener {
    private final SocketSettings settings;
    private final Map<String, Namespace> namespaces;
    private final Runnable onRecovery;
    private final EngineClock clock;
    private final Map<String, SocketClient> clients = new ConcurrentHashMap<>();
    private final Map<String, Socket> recoverable = new ConcurrentHashMap<>();

    /** @param onRecovery counts a socket that went on with a new session */
    public SocketServer(
            SocketSettings settings, Map<String, Namespace> namespaces, Runnable onRecovery, EngineClock clock) {
        this.settings = settings;
        this.namespaces = Map.copyOf(namespaces);
        this.onRecovery = onRecovery;
        this.clock = clock;
    }

    @Override
    public void opened(EngineSession session) {
        SocketClient client = new SocketClient(this, session);
        clients.put(session.id(), client);
        clock.after(settings.connectTimeout(), client::requireJoined);
    }

    @Override
    public void text(EngineSession session, String text) {
        SocketClient client = clients.get(session.id());
        if (client != null) {
            client.text(text);
        }
    }

    @Override
    public void binary(EngineSession session, byte[] bytes) {
        SocketClient client = clients.get(session.id());
        if (client != null) {
            client.binary(bytes);
        }
    }

    @Override
    public void closed(EngineSession session, CloseCause cause) {
        SocketClient client = clients.remove(session.id());
        if (client != null) {
            client.closed(cause);
        }
    }

    /** Answers a CONNECT; null when it was refused. */
    @Nullable
    Socket connect(EngineSession session, String name, String authText) {
        Namespace namespace = namespaces.get(name);
        if (namespace == null) {
            String prefix = SocketCodec.prefix('4', 0, name, SocketPacket.NO_ID);
            session.send(Frame.message(prefix + "{\"message\":\"Invalid namespace\"}"));
            return null;
        }
        ObjectNode auth;
        try {
            auth = (ObjectNode) Json.tree(authText.isEmpty() ? "{}" : authText);
        } catch (Refusal malformed) {
            session.close(CloseCause.PROTOCOL);
            return null;
        }
        Socket known = settings.recovers() ? recovered(session, name, auth) : null;
        return known != null ? known : fresh(session, name, namespace, auth);
    }

    private Socket fresh(EngineSession session, String name, Namespace namespace, JsonNode auth) {
        Socket socket = new Socket(this, name, namespace, session, auth);
        if (settings.recovers()) {
            recoverable.put(socket.recoveryId(), socket);
        }
        socket.begin(session);
        return socket;
    }

    private @Nullable Socket recovered(EngineSession session, String name, ObjectNode auth) {
        JsonNode recoveryId = auth.remove("pid");
        JsonNode offset = auth.remove("offset");
        Socket socket = recoveryId == null ? null : recoverable.get(recoveryId.asText());
        if (socket == null || !socket.namespace().equals(name)) {
            return null;
        }
        if (socket.resume(session, offset == null ? null : offset.asText(), auth)) {
            onRecovery.run();
            return socket;
        }
        // Its client starts anew, so nobody will come for it.
        socket.end();
        return null;
    }

    void forget(Socket socket) {
        recoverable.remove(socket.recoveryId());
    }

    SocketSettings settings() {
        return settings;
    }

    EngineClock clock() {
        return clock;
    }
}
