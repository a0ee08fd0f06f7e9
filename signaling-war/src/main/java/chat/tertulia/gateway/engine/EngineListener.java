package chat.tertulia.gateway.engine;

/**
 * The protocol above. Called in order for one session, from any thread; must not block. Nothing follows {@code closed},
 * which comes exactly once.
 */
public interface EngineListener {
    void opened(EngineSession session);

    void text(EngineSession session, String text);

    void binary(EngineSession session, byte[] bytes);

    void closed(EngineSession session, CloseCause cause);
}
