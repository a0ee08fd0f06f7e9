package chat.tertulia.gateway.conformance;

import chat.tertulia.gateway.engine.CloseCause;
import chat.tertulia.gateway.engine.EngineClock;
import chat.tertulia.gateway.engine.EngineListener;
import chat.tertulia.gateway.engine.EngineMeters;
import chat.tertulia.gateway.engine.EngineServer;
import chat.tertulia.gateway.engine.EngineServlet;
import chat.tertulia.gateway.engine.EngineSession;
import chat.tertulia.gateway.engine.EngineSettings;
import chat.tertulia.gateway.engine.Frame;
import chat.tertulia.gateway.engine.OriginPolicy;
import chat.tertulia.gateway.engine.TrustedProxies;
import chat.tertulia.gateway.socket.SocketServer;
import chat.tertulia.gateway.socket.SocketSettings;
import chat.tertulia.platform.Json;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Duration;
import java.util.Map;

/** Echoes on {@code /engine.io/}; serves the namespaces {@code /} and {@code /custom} on {@code /socket.io/}. */
public final class ConformanceApplication implements ServletContextListener {
    private static final EngineSettings ENGINE =
            EngineSettings.DEFAULT.withHeartbeat(Duration.ofMillis(300), Duration.ofMillis(200));
    private static final SocketSettings SOCKET =
            SocketSettings.DEFAULT.withConnectTimeout(Duration.ofMillis(1500)).withRecovery(Duration.ZERO, 0);

    private final EngineClock clock = new EngineClock();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        // The first JSON loads many classes, for which the suites' timers do not wait.
        Json.tree("{}");
        SocketServer sockets = new SocketServer(
                SOCKET, Map.of("/", new MirrorNamespace(), "/custom", new MirrorNamespace()), () -> {}, clock);
        mount(event.getServletContext(), new Echo(), "/engine.io");
        mount(event.getServletContext(), sockets, "/socket.io");
    }

    private void mount(ServletContext context, EngineListener listener, String path) {
        EngineServer server = new EngineServer(ENGINE, listener, EngineMeters.NONE, clock);
        new EngineServlet(server, OriginPolicy.any(), TrustedProxies.NONE).mount(context, path);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        clock.close();
    }

    private static final class Echo implements EngineListener {
        @Override
        public void opened(EngineSession session) {}

        @Override
        public void text(EngineSession session, String text) {
            session.send(Frame.message(text));
        }

        @Override
        public void binary(EngineSession session, byte[] bytes) {
            session.send(Frame.message(bytes));
        }

        @Override
        public void closed(EngineSession session, CloseCause cause) {}
    }
}
