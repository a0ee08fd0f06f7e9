package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.engine.CloseCause;
import chat.tertulia.gateway.engine.EngineSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Socket.IO side of one Engine.IO session: puts packets and their attachments together and knows which namespaces the
 * session has joined. Calls come one after the other, though from different threads.
 */
final class SocketClient {
    private final SocketServer server;
    private final EngineSession session;
    private final Map<String, Socket> sockets = new HashMap<>(2);
    private final List<byte[]> attachments = new ArrayList<>(0);
    private SocketPacket.@Nullable Event incomplete;
    private int discard;
    private boolean joined;

    SocketClient(SocketServer server, EngineSession session) {
        this.server = server;
        this.session = session;
    }

    synchronized void text(String text) {
        SocketPacket packet = SocketCodec.decode(text);
        if (incomplete != null || discard > 0) {
            session.close(CloseCause.PROTOCOL);
        } else if (packet instanceof SocketPacket.Event event && event.attachments() > 0) {
            incomplete = event;
        } else {
            discard = packet.following();
            handle(packet);
        }
    }

    synchronized void binary(byte[] bytes) {
        if (discard > 0) {
            discard--;
            return;
        }
        SocketPacket.Event event = incomplete;
        if (event == null) {
            session.close(CloseCause.PROTOCOL);
            return;
        }
        attachments.add(bytes);
        if (attachments.size() == event.attachments()) {
            List<byte[]> complete = List.copyOf(attachments);
            incomplete = null;
            attachments.clear();
            event(event, complete);
        }
    }

    private void handle(SocketPacket packet) {
        switch (packet) {
            case SocketPacket.Connect(String namespace, String auth) -> connect(namespace, auth);
            case SocketPacket.Disconnect(String namespace) -> {
                Socket socket = sockets.remove(namespace);
                if (socket != null) {
                    socket.end();
                }
            }
            case SocketPacket.Event event -> event(event, List.of());
            case SocketPacket.Acknowledgement _ -> {}
            case SocketPacket.Malformed() -> session.close(CloseCause.PROTOCOL);
        }
    }

    private void connect(String namespace, String auth) {
        if (sockets.containsKey(namespace)) {
            session.close(CloseCause.PROTOCOL);
            return;
        }
        Socket socket = server.connect(session, namespace, auth);
        if (socket != null) {
            joined = true;
            sockets.put(namespace, socket);
        }
    }

    private void event(SocketPacket.Event packet, List<byte[]> frames) {
        Socket socket = sockets.get(packet.namespace());
        InboundEvent event = InboundEvent.of(packet.json(), frames);
        if (socket == null || event == null) {
            session.close(CloseCause.PROTOCOL);
        } else {
            socket.received(session, event, packet.id());
        }
    }

    /** Clients that open a session must join something. */
    synchronized void requireJoined() {
        if (!joined) {
            session.close(CloseCause.PROTOCOL);
        }
    }

    synchronized void closed(CloseCause cause) {
        for (Socket socket : sockets.values()) {
            if (cause == CloseCause.CLIENT) {
                socket.end();
            } else {
                socket.away(session);
            }
        }
        sockets.clear();
    }
}
