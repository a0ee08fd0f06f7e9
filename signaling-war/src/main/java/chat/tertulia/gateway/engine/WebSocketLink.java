package chat.tertulia.gateway.engine;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that serves a session, or probes to take one over. All writing is done on the link's own lane, because a
 * write blocks for as long as the client does not read.
 */
final class WebSocketLink {
    private final EngineServer server;
    private final Wire wire;
    private final Lane lane = new Lane();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final @Nullable EngineSession probing;
    private volatile @Nullable EngineSession serving;

    private WebSocketLink(EngineServer server, Wire wire, @Nullable EngineSession probing) {
        this.server = server;
        this.wire = wire;
        this.probing = probing;
    }

    /** A WebSocket that starts a session of its own. */
    static WebSocketLink first(EngineServer server, Wire wire, String address) {
        WebSocketLink link = new WebSocketLink(server, wire, null);
        link.serving = server.openWebSocket(address, link);
        link.wake();
        return link;
    }

    /** A WebSocket that came with the id of a polling session. */
    static WebSocketLink probing(EngineServer server, Wire wire, EngineSession session) {
        WebSocketLink link = new WebSocketLink(server, wire, session);
        if (!session.probe(link)) {
            link.close(1000, "");
        }
        return link;
    }

    void received(EnginePacket packet) {
        EngineSession session = serving;
        if (session != null) {
            session.received(packet);
        } else if (probing != null) {
            probe(probing, packet);
        }
    }

    private void probe(EngineSession session, EnginePacket packet) {
        switch (packet) {
            case EnginePacket.Ping(String data)
            when data.equals("probe") -> {
                lane.execute(() -> write(Frame.PROBED));
                session.probed(this);
            }
            case EnginePacket.Upgrade() -> {
                serving = session;
                // After the answer to the probe has been written, which may still be waiting.
                lane.execute(() -> session.upgrade(this));
            }
            default -> close(1002, "");
        }
    }

    /** There is something to write. */
    void wake() {
        if (serving != null && woken.compareAndSet(false, true)) {
            lane.execute(this::drain);
        }
    }

    private void drain() {
        woken.set(false);
        EngineSession session = serving;
        if (session == null) {
            return;
        }
        for (Frame frame = session.next(this); frame != null; frame = session.next(this)) {
            if (!write(frame)) {
                return;
            }
        }
    }

    private boolean write(Frame frame) {
        try {
            wire.send(frame);
            return true;
        } catch (IOException | RuntimeException broken) {
            // The container throws unchecked exceptions too when the socket is closing.
            lost();
            return false;
        }
    }

    /**
     * Closes the WebSocket after the frame that is being written. Writes of the container have no time limit, and a close
     * beside one only waits for it too: a client that never reads again keeps its connection, but nothing else, until it
     * leaves.
     */
    void close(int status, String reason) {
        if (closed.compareAndSet(false, true)) {
            lane.execute(() -> wire.close(status, reason));
        }
    }

    /** The container says that the WebSocket is closed. */
    void lost() {
        closed.set(true);
        EngineSession session = serving == null ? probing : serving;
        if (session != null) {
            session.lost(this);
        }
    }

    int maxPayload() {
        return server.settings().maxPayload();
    }
}
