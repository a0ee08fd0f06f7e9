package chat.tertulia.gateway;

import chat.tertulia.gateway.engine.EngineSettings;
import chat.tertulia.gateway.engine.TrustedProxies;
import chat.tertulia.gateway.socket.SocketSettings;
import chat.tertulia.platform.ServerConfig.GatewayConfig;

/**
 * What the operator set, in the gateway's own terms.
 *
 * @param maxEvent longest event taken from a client, in characters and attached bytes; above it {@code too_large}
 */
record GatewaySettings(EngineSettings engine, SocketSettings socket, TrustedProxies proxies, int maxEvent) {
    private static final int MAX_EVENT = 256 * 1024;

    static GatewaySettings of(GatewayConfig config) {
        return new GatewaySettings(
                EngineSettings.DEFAULT.withHeartbeat(config.pingInterval(), config.pingTimeout()),
                SocketSettings.DEFAULT.withRecovery(config.recoveryWindow(), config.recoveryBytes()),
                new TrustedProxies(config.trustedProxies()),
                MAX_EVENT);
    }
}
