package chat.tertulia.gateway.socket;

import java.time.Duration;

/**
 * Times and bounds of all sockets.
 *
 * @param connectTimeout how long a session may live without joining a namespace
 * @param recoveryWindow how long a socket whose session broke waits for its client; zero switches recovery off
 * @param replayAge how old an event may be and still be replayed: the window and the time a dead link goes unnoticed
 * @param maxReplay what is kept for one socket, in bytes
 * @param maxInbound what a client may send ahead of being served, in bytes
 */
public record SocketSettings(
        Duration connectTimeout, Duration recoveryWindow, Duration replayAge, long maxReplay, long maxInbound) {

    public static final SocketSettings DEFAULT = new SocketSettings(
            Duration.ofSeconds(45), Duration.ofMinutes(2), Duration.ofMinutes(3), 1_000_000, 4_000_000);

    boolean recovers() {
        return recoveryWindow.isPositive();
    }

    public SocketSettings withConnectTimeout(Duration timeout) {
        return new SocketSettings(timeout, recoveryWindow, replayAge, maxReplay, maxInbound);
    }

    /** The replay follows the window. */
    public SocketSettings withRecovery(Duration window, long replay) {
        return new SocketSettings(connectTimeout, window, window.plusMinutes(1), replay, maxInbound);
    }
}
