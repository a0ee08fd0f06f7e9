package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.engine.CloseCause;
import chat.tertulia.gateway.engine.EngineClock;
import chat.tertulia.gateway.engine.EngineServer;
import chat.tertulia.gateway.engine.EngineSession;
import chat.tertulia.gateway.engine.Frame;
import chat.tertulia.gateway.engine.Lane;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace. Any thread may emit to it and none is blocked. The lock of the socket holds the order: an
 * event goes into the replay and to the session in one step, and a resumed session gets what was missed before anything
 * newer.
 */
public final class Socket {
    private static final int EVENT_OVERHEAD = 64;

    private final SocketServer server;
    private final String id = EngineServer.randomId();
    /** Whoever knows it takes the socket over, so it differs from the id, which others may see. */
    private final String recoveryId = EngineServer.randomId();

    private final String namespace;
    private final Namespace handler;
    private final Lane lane = new Lane();
    private final AtomicLong inbound = new AtomicLong();
    private final @Nullable Replay replay;
    private volatile String address;
    private volatile JsonNode auth;
    private @Nullable EngineSession session;
    private EngineClock.@Nullable Alarm expiry;
    private boolean over;
    private volatile boolean expelled;

    Socket(SocketServer server, String namespace, Namespace handler, EngineSession first, JsonNode auth) {
        SocketSettings settings = server.settings();
        this.server = server;
        this.namespace = namespace;
        this.handler = handler;
        this.auth = auth;
        address = first.address();
        replay = settings.recovers()
                ? new Replay(settings.maxReplay(), settings.replayAge().toNanos())
                : null;
    }

    /** Unguessable. */
    public String id() {
        return id;
    }

    public String address() {
        return address;
    }

    /** What the client gave with its last CONNECT, without what belongs to the protocol. */
    public JsonNode auth() {
        return auth;
    }

    String namespace() {
        return namespace;
    }

    String recoveryId() {
        return recoveryId;
    }

    /** The first session of a new socket. */
    synchronized void begin(EngineSession first) {
        session = first;
        first.send(welcome());
        lane.execute(() -> handler.connected(this));
    }

    /** Goes on with a new session after the given offset; false when too much has been missed. */
    boolean resume(EngineSession next, @Nullable String offset, JsonNode newAuth) {
        EngineSession old;
        synchronized (this) {
            List<Emission> missed = over || replay == null ? null : replay.after(offset);
            if (missed == null) {
                return false;
            }
            old = session;
            session = next;
            auth = newAuth;
            address = next.address();
            if (expiry != null) {
                expiry.cancel();
            }
            next.send(welcome());
            missed.forEach(emission -> next.send(emission.frames()));
        }
        if (old != null) {
            // Not here: two clients that take sockets from each other would wait for each other.
            Lane.start(() -> old.close(CloseCause.TRANSPORT));
        }
        return true;
    }

    private Frame welcome() {
        String recovery = replay == null ? "" : ",\"pid\":\"" + recoveryId + "\"";
        String prefix = SocketCodec.prefix('0', 0, namespace, SocketPacket.NO_ID);
        return Frame.message(prefix + "{\"sid\":\"" + id + "\"" + recovery + "}");
    }

    /** Sends an event with any arguments. */
    public void emit(ArrayNode nameAndArguments) {
        emit(Emission.of(namespace, nameAndArguments, replay != null));
    }

    /** Sends an event that may go to many. While the client is away it is kept for it. */
    public synchronized void emit(Emission emission) {
        if (over) {
            return;
        }
        Emission sent =
                replay == null ? emission : replay.add(emission, server.clock().nowNs());
        if (session != null) {
            session.send(sent.frames());
        }
    }

    /** Sends what is not worth keeping. */
    synchronized void send(List<Frame> frames) {
        if (session != null && !over) {
            session.send(frames);
        }
    }

    /** An event came; it waits for its turn. */
    void received(EngineSession from, InboundEvent event, long id) {
        int cost = event.size() + EVENT_OVERHEAD;
        if (inbound.addAndGet(cost) > server.settings().maxInbound()) {
            from.close(CloseCause.FLOOD);
            return;
        }
        lane.execute(() -> {
            inbound.addAndGet(-cost);
            if (!expelled) {
                handler.event(this, event, new Answer(this, id));
            }
        });
    }

    /** The session broke: wait for the client, if that is allowed. */
    synchronized void away(EngineSession broken) {
        if (session != broken) {
            return;
        }
        session = null;
        if (replay == null) {
            end();
        } else {
            expiry = server.clock().after(server.settings().recoveryWindow(), this::expire);
        }
    }

    private synchronized void expire() {
        if (session == null) {
            end();
        }
    }

    /** Will not come back; the handler hears of it after the events that came before. */
    synchronized void end() {
        if (!over) {
            over = true;
            server.forget(this);
            lane.execute(() -> handler.gone(this));
        }
    }

    /** Tells the client that it is out. Events of it that wait for their turn are dropped. */
    public void disconnect() {
        EngineSession last;
        synchronized (this) {
            expelled = true;
            last = session;
            send(List.of(Frame.message(SocketCodec.prefix('1', 0, namespace, SocketPacket.NO_ID))));
            end();
        }
        if (last != null) {
            last.finish();
        }
    }
}
