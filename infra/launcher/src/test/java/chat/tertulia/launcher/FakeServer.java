package chat.tertulia.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A stand-in for Open Liberty: its agent, its environment, its health, its owner link. */
public final class FakeServer {
    private static final AtomicInteger NODES = new AtomicInteger();

    private FakeServer() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        System.setProperty("agent", "seen");
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> env = System.getenv();
        Path data = Path.of(env.get("TERTULIA_DATA"));
        if (Files.exists(data.resolve("refuse"))) {
            System.out.println("refusing as told");
            System.exit(5);
        }
        Files.writeString(
                data.resolve("seen-environment"),
                new TreeMap<>(env) + " agent=" + System.getProperty("agent") + " pid="
                        + ProcessHandle.current().pid() + " option=" + System.getProperty("from.jvm.options"));
        if (!Files.exists(data.resolve("has-owner"))) {
            Files.writeString(data.resolve("run/owner-link"), env.get("TERTULIA_PUBLIC_URL") + "/owner#abc\n");
        }
        int port = Integer.parseInt(env.get("TERTULIA_HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.createContext("/health/ready", exchange -> answer(exchange, 200, health()));
        server.createContext("/internal/media", FakeServer::register);
        server.start();
    }

    private static void register(HttpExchange exchange) throws IOException {
        boolean known = ("Bearer " + System.getenv("TERTULIA_NODE_KEY"))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (known) {
            NODES.incrementAndGet();
        }
        answer(exchange, known ? 200 : 401, "");
    }

    private static String health() {
        return "{\"status\":\"UP\",\"checks\":[{\"name\":\"media\",\"status\":\"UP\",\"data\":{\"nodes\":" + NODES.get()
                + "}}]}";
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
