package chat.tertulia.gateway;

import chat.tertulia.gateway.engine.EngineSettings;
import chat.tertulia.gateway.engine.TrustedProxies;
import chat.tertulia.gateway.socket.SocketSettings;
import java.time.Duration;
import java.util.Map;

/**
 * What an operator may set for the gateway.
 *
 * @param maxEvent longest event taken from a client, in characters and attached bytes; above it {@code too_large}
 */
record GatewaySettings(EngineSettings engine, SocketSettings socket, TrustedProxies proxies, int maxEvent) {
    private static final int MAX_EVENT = 256 * 1024;

    static GatewaySettings fromEnvironment(Map<String, String> env) {
        EngineSettings engine = EngineSettings.DEFAULT.withHeartbeat(
                Duration.ofMillis(number(env, "TERTULIA_PING_INTERVAL_MS", 25_000)),
                Duration.ofMillis(number(env, "TERTULIA_PING_TIMEOUT_MS", 20_000)));
        SocketSettings socket = SocketSettings.DEFAULT.withRecovery(
                Duration.ofMillis(number(env, "TERTULIA_RECOVERY_MS", 120_000)),
                number(env, "TERTULIA_RECOVERY_BYTES", 1_000_000));
        int proxies = (int) number(env, "TERTULIA_TRUSTED_PROXIES", 0);
        return new GatewaySettings(engine, socket, new TrustedProxies(proxies), MAX_EVENT);
    }

    private static long number(Map<String, String> env, String name, long otherwise) {
        String text = env.get(name);
        try {
            long value = text == null ? otherwise : Long.parseLong(text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, together with negative ones.
        }
        throw new IllegalArgumentException(name + " must be a whole number, not below 0: " + text);
    }
}
