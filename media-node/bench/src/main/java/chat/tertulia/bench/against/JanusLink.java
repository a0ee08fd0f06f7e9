package chat.tertulia.bench.against;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Janus's WebSocket API: one session, requests by transaction, and the event that says a handle's peer connection is up. An
 * "ack" only says that the answer will come.
 */
final class JanusLink implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;
    private static final long KEEPALIVE_SECONDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicLong transactions = new AtomicLong();
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<JsonNode>> up = new ConcurrentHashMap<>();
    private final ScheduledExecutorService keepalive = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("janus-keepalive").daemon(true).factory());
    private final long session;

    JanusLink(URI address) throws IOException {
        try {
            socket = http.newWebSocketBuilder()
                    .subprotocols("janus-protocol")
                    .buildAsync(address, new Ear())
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException refused) {
            throw new IOException("Janus does not answer at " + address, refused);
        }
        session = request(object("create")).at("/data/id").asLong();
        var _ = keepalive.scheduleAtFixedRate(this::keepAlive, KEEPALIVE_SECONDS, KEEPALIVE_SECONDS, TimeUnit.SECONDS);
    }

    static ObjectNode object(String verb) {
        return JSON.createObjectNode().put("janus", verb);
    }

    static ObjectNode body(String verb) {
        return JSON.createObjectNode().put("request", verb);
    }

    String version() throws IOException {
        return request(object("info")).path("version_string").asText("unknown");
    }

    /** A new handle of the video room plugin. */
    long attach() throws IOException {
        ObjectNode attach = object("attach").put("session_id", session).put("plugin", "janus.plugin.videoroom");
        long handle = request(attach).at("/data/id").asLong();
        up.put(handle, new CompletableFuture<>());
        return handle;
    }

    /** A message to the plugin; the description goes with it when there is one. */
    JsonNode message(long handle, ObjectNode body, String type, @Nullable String sdp) throws IOException {
        ObjectNode message = object("message").put("session_id", session).put("handle_id", handle);
        message.set("body", body);
        if (sdp != null) {
            message.set("jsep", JSON.createObjectNode().put("type", type).put("sdp", sdp));
        }
        JsonNode answer = request(message);
        JsonNode error = answer.at("/plugindata/data/error");
        if (!error.isMissingNode()) {
            throw new IOException("Janus refuses " + body + ": " + error.asText());
        }
        return answer;
    }

    /** Waits until the handle's peer connection carries media. */
    void awaitUp(long handle) throws IOException {
        var _ = join(up.computeIfAbsent(handle, _ -> new CompletableFuture<>()), "the connection of " + handle);
    }

    private JsonNode request(ObjectNode request) throws IOException {
        String transaction = "t" + transactions.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(transaction, answer);
        send(request.put("transaction", transaction));
        JsonNode said = join(answer, request.toString());
        if (said.path("janus").asText().equals("error")) {
            throw new IOException("Janus refuses " + request + ": " + said.path("error"));
        }
        return said;
    }

    private static JsonNode join(CompletableFuture<JsonNode> answer, String what) throws IOException {
        try {
            return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            throw new IOException("Janus has no answer to " + what, late);
        }
    }

    /** One text at a time: a second send before the first has left is an error of this API. */
    private synchronized void send(ObjectNode message) {
        var _ = socket.sendText(message.toString(), true).join();
    }

    private void keepAlive() {
        send(object("keepalive").put("session_id", session).put("transaction", "keepalive"));
    }

    private void heard(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("Janus said " + text, notJson);
        }
        switch (message.path("janus").asText()) {
            case "ack" -> {}
            case "webrtcup" -> {
                CompletableFuture<JsonNode> waiting =
                        up.get(message.path("sender").asLong());
                if (waiting != null) {
                    waiting.complete(message);
                }
            }
            default -> {
                CompletableFuture<JsonNode> answer =
                        asked.remove(message.path("transaction").asText());
                if (answer != null) {
                    answer.complete(message);
                }
            }
        }
    }

    @Override
    public void close() {
        keepalive.shutdownNow();
        socket.abort();
        http.shutdownNow();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
