package chat.tertulia.gateway.engine;

import java.time.Duration;

/**
 * Times and bounds of all sessions.
 *
 * @param maxPayload longest frame or polling body taken from a client, in bytes
 * @param upgradeTimeout how long a probing WebSocket may take to complete the upgrade
 * @param maxOutbox what a slow reader may leave unread, in bytes, before it is cut
 * @param maxOutboxAge how long a frame may wait to be written before the reader is cut
 */
public record EngineSettings(
        Duration pingInterval,
        Duration pingTimeout,
        int maxPayload,
        Duration upgradeTimeout,
        long maxOutbox,
        Duration maxOutboxAge) {

    public static final EngineSettings DEFAULT = new EngineSettings(
            Duration.ofSeconds(25),
            Duration.ofSeconds(20),
            1_000_000,
            Duration.ofSeconds(10),
            2_000_000,
            Duration.ofSeconds(20));

    public EngineSettings withHeartbeat(Duration interval, Duration timeout) {
        return new EngineSettings(interval, timeout, maxPayload, upgradeTimeout, maxOutbox, maxOutboxAge);
    }

    public EngineSettings withOutbox(long bytes, Duration age) {
        return new EngineSettings(pingInterval, pingTimeout, maxPayload, upgradeTimeout, bytes, age);
    }
}
