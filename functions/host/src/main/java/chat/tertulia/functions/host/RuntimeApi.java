package chat.tertulia.functions.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API, version 2018-06-01, for one process: {@code invocation/next}, {@code invocation/<id>/response},
 * {@code invocation/<id>/error} and {@code init/error}. Its paths begin with a secret, so that other users of the machine
 * neither take events nor answer them. It lives as long as its process; a successor gets a server of its own, and so no
 * late request of the dead one can swallow an event.
 *
 * <p>Owned by: the thread of the function; requests run on virtual threads and meet it in {@link #pending}.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String VERSION = "/2018-06-01/runtime/";
    /** Lambda's own limit of a synchronous answer. */
    private static final int MAX_BODY = 6 << 20;

    private final String prefix = "/" + UUID.randomUUID();
    private final SynchronousQueue<Pending> handoff = new SynchronousQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final String function;
    private volatile @Nullable Pending pending;

    /** Completed when the process cannot even start its handler. */
    private final CompletableFuture<Answer> initFailure = new CompletableFuture<>();

    private record Pending(Invocation invocation, Duration timeout, Offer offer) {}

    /**
     * What becomes of an invocation.
     *
     * @param taken complete once the process has it, from when on its time runs
     */
    record Offer(CompletableFuture<Void> taken, CompletableFuture<Answer> answer) {}

    RuntimeApi(String function) throws IOException {
        this.function = function;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What the process finds in AWS_LAMBDA_RUNTIME_API. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort() + prefix;
    }

    /** Offers the invocation to the process as soon as it asks; the answer is there also when the process cannot start. */
    Offer invoke(Invocation invocation, Duration timeout) {
        Offer offer = new Offer(new CompletableFuture<>(), new CompletableFuture<>());
        var _ = initFailure.thenAccept(offer.answer()::complete);
        Pending next = new Pending(invocation, timeout, offer);
        pending = next;
        threads.execute(() -> {
            try {
                handoff.put(next);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        });
        return offer;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.startsWith(prefix + VERSION)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            route(exchange, path.substring((prefix + VERSION).length()).split("/"));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void route(HttpExchange exchange, String[] path) throws IOException, InterruptedException {
        String verb = exchange.getRequestMethod() + ' ' + path[0] + ' ' + path[path.length - 1];
        switch (verb) {
            case "GET invocation next" -> sendNext(exchange, handoff.take());
            case "POST invocation response" -> settle(exchange, path[1], new Answer.Succeeded(body(exchange)));
            case "POST invocation error" -> settle(exchange, path[1], new Answer.Failed(body(exchange)));
            case "POST init error" -> {
                initFailure.complete(new Answer.Failed("init: " + body(exchange)));
                exchange.sendResponseHeaders(202, -1);
            }
            default -> exchange.sendResponseHeaders(404, -1);
        }
    }

    private void sendNext(HttpExchange exchange, Pending next) throws IOException {
        next.offer().taken().complete(null);
        long deadlineMs = System.currentTimeMillis() + next.timeout().toMillis();
        byte[] event = next.invocation().event().getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", next.invocation().id());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(deadlineMs));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:local:000000000000:function:" + function);
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    private void settle(HttpExchange exchange, String id, Answer answer) throws IOException {
        Pending now = pending;
        boolean known = now != null && now.invocation().id().equals(id);
        exchange.sendResponseHeaders(known ? 202 : 400, -1);
        if (now != null && known) {
            now.offer().answer().complete(answer);
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(MAX_BODY), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
