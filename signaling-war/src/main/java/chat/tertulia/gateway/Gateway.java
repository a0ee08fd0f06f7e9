package chat.tertulia.gateway;

import chat.tertulia.gateway.engine.EngineClock;
import chat.tertulia.gateway.engine.EngineServer;
import chat.tertulia.gateway.engine.EngineServlet;
import chat.tertulia.gateway.engine.OriginPolicy;
import chat.tertulia.gateway.socket.SocketServer;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.ServerConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.Map;

/** Puts the gateway together when the application starts, and ends every session when it stops. */
@WebListener
public class Gateway implements ServletContextListener {
    private final Instance<EventSource> sources;
    private final Connections connections;
    private final ServerConfig config;
    private final GatewayMetrics metrics;
    private final EngineClock clock = new EngineClock();
    private final GatewaySettings settings;
    private final EngineServer engine;

    @Inject
    public Gateway(
            Instance<EventSource> sources,
            Connections connections,
            ServerConfig config,
            RateLimits limits,
            GatewayMetrics metrics) {
        this.sources = sources;
        this.connections = connections;
        this.config = config;
        this.metrics = metrics;
        settings = GatewaySettings.of(config.gateway());
        EventNamespace main = new EventNamespace(routes(), connections, limits, settings.maxEvent(), metrics::error);
        SocketServer sockets = new SocketServer(settings.socket(), Map.of("/", main), metrics.recoveries(), clock);
        engine = new EngineServer(settings.engine(), sockets, metrics.engine(), clock);
    }

    private EventRoutes routes() {
        EventRoutes routes = new EventRoutes();
        sources.forEach(source -> source.register(routes));
        return routes;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        new EngineServlet(engine, OriginPolicy.only(config.origins()), settings.proxies())
                .mount(event.getServletContext(), "/socket.io");
        metrics.watch(engine, connections);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        engine.close();
        clock.close();
    }
}
