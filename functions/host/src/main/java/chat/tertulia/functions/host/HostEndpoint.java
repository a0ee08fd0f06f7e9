package chat.tertulia.functions.host;

import chat.tertulia.functions.store.ObjectCreated;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * HTTP on the loopback: {@code POST /events} takes what a store posts about its objects, with a bearer token;
 * {@code GET /metrics} is for scrapers. A store elsewhere comes through a proxy of the operator's.
 *
 * <p>Requests run on virtual threads.
 */
public final class HostEndpoint implements AutoCloseable {
    private static final int MAX_BODY = 1 << 20;

    private final FunctionHost functions;
    private final String bucket;
    private final byte @Nullable [] authorization;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /**
     * @param port 0 for any free one
     * @param bucket events of others are none of ours
     * @param token null takes no events
     */
    public HostEndpoint(int port, FunctionHost functions, String bucket, @Nullable String token) throws IOException {
        this.functions = functions;
        this.bucket = bucket;
        authorization = token == null ? null : ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String verb =
                    exchange.getRequestMethod() + ' ' + exchange.getRequestURI().getPath();
            switch (verb) {
                case "GET /metrics" -> metrics(exchange);
                case "POST /events" -> exchange.sendResponseHeaders(events(exchange), -1);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        byte[] text = functions.metrics().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
    }

    /** @return the status; with 503 the store keeps what it told and tells it again */
    private int events(HttpExchange exchange) throws IOException {
        if (authorization == null) {
            return 404;
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] shown = header == null ? new byte[0] : header.getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(authorization, shown)) {
            return 401;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return 413;
        }
        Optional<List<ObjectCreated>> objects = Notification.parse(body);
        return objects.isEmpty() ? 400 : deliver(objects.get());
    }

    private int deliver(List<ObjectCreated> objects) {
        for (ObjectCreated object : objects) {
            if (object.bucket().equals(bucket) && !functions.created(object)) {
                return 503;
            }
        }
        return 204;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
