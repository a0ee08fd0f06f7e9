package chat.tertulia.gateway.engine;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All Engine.IO sessions of one path. Safe from any thread. */
public final class EngineServer implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EngineSettings settings;
    private final EngineListener listener;
    private final EngineMeters meters;
    private final EngineClock clock;
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private final Set<String> farewells = ConcurrentHashMap.newKeySet();

    public EngineServer(EngineSettings settings, EngineListener listener, EngineMeters meters, EngineClock clock) {
        this.settings = settings;
        this.listener = listener;
        this.meters = meters;
        this.clock = clock;
    }

    /** 144 random bits, URL-safe. */
    public static String randomId() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A session over polling; the first poll takes its handshake. */
    public EngineSession openPolling(String address) {
        return open(new EngineSession(this, randomId(), address), List.of("websocket"));
    }

    /** A session that starts on a WebSocket; the link is bound before anything is sent. */
    EngineSession openWebSocket(String address, WebSocketLink link) {
        EngineSession session = new EngineSession(this, randomId(), address);
        session.bind(link);
        return open(session, List.of());
    }

    private EngineSession open(EngineSession session, List<String> upgrades) {
        sessions.put(session.id(), session);
        session.open(upgrades);
        listener.opened(session);
        return session;
    }

    public @Nullable EngineSession find(String id) {
        return sessions.get(id);
    }

    void remove(EngineSession session) {
        sessions.remove(session.id());
    }

    /** A polling client has said goodbye while no poll of it was waiting: one may be on its way. */
    void expectLastPoll(EngineSession session) {
        farewells.add(session.id());
        clock.after(FAREWELL, () -> farewells.remove(session.id()));
    }

    /** Whether this poll crossed the goodbye of its session; true once. */
    boolean isLastPoll(String sessionId) {
        return farewells.remove(sessionId);
    }

    public int size() {
        return sessions.size();
    }

    /** What all clients together have not read yet, in bytes. */
    public long queued() {
        return sessions.values().stream().mapToLong(EngineSession::queued).sum();
    }

    public EngineSettings settings() {
        return settings;
    }

    EngineListener listener() {
        return listener;
    }

    EngineMeters meters() {
        return meters;
    }

    EngineClock clock() {
        return clock;
    }

    @Override
    public void close() {
        sessions.values().forEach(session -> session.close(CloseCause.SHUTDOWN));
    }
}
