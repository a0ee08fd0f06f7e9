package chat.tertulia.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Remembers what sessions told it. */
final class RecordingListener implements EngineListener {
    final List<EngineSession> sessions = new CopyOnWriteArrayList<>();
    final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<CloseCause> closed = new CopyOnWriteArrayList<>();

    @Override
    public void opened(EngineSession session) {
        sessions.add(session);
    }

    @Override
    public void text(EngineSession session, String text) {
        texts.add(text);
    }

    @Override
    public void binary(EngineSession session, byte[] bytes) {}

    @Override
    public void closed(EngineSession session, CloseCause cause) {
        closed.add(cause);
    }

    List<CloseCause> awaitClosed(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (closed.size() < count) {
            assertTrue(System.nanoTime() - deadline < 0, () -> "Only " + closed.size() + " sessions are closed yet");
            LockSupport.parkNanos(1_000_000);
        }
        return List.copyOf(closed);
    }
}
