package chat.tertulia.scenario;

import chat.tertulia.platform.Json;
import chat.tertulia.token.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody at the door of the running server: REST as a browser does it, Socket.IO on a bare WebSocket. */
final class Visitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final SigningKey device = SigningKey.generate();
    private final WebSocket socket;
    private int acknowledgements = 10;

    Visitor() throws InterruptedException {
        URI uri = URI.create(RunningServer.url().replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket");
        socket = HTTP.newWebSocketBuilder().buildAsync(uri, new Listener()).join();
        await("0");
        send("40");
        await("40");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                received.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    void send(String packet) {
        socket.sendText(packet, true).join();
    }

    /** The next packet that starts so; others are dropped, pings answered. */
    String await(String start) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String packet = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (packet == null) {
                throw new AssertionError("Nothing came that starts with " + start);
            }
            if (packet.equals("2")) {
                send("3");
            } else if (packet.startsWith(start)) {
                return packet;
            }
        }
    }

    JsonNode event(String name) throws InterruptedException {
        return Json.tree(await("42[\"" + name + "\"").substring(2)).path(1);
    }

    void emit(String name, Object payload) {
        send("42" + Json.write(new Object[] {name, payload}));
    }

    /** Sends with an acknowledgement and gives it. */
    JsonNode ask(String name, Object payload) throws InterruptedException {
        int id = acknowledgements++;
        send("42" + id + Json.write(new Object[] {name, payload}));
        return Json.tree(await("43" + id).substring(("43" + id).length())).path(0);
    }

    /** Makes an account and a certificate, answers the challenge; gives what {@code server:joined} says. */
    JsonNode join(String name, String admission, String secret)
            throws IOException, InterruptedException, JOSEException, ParseException {
        JsonNode account = register(name);
        emit("server:join", Map.of("nickname", name, admission, secret));
        JsonNode challenge = event("server:challenge");
        emit(
                "server:verify",
                Map.of(
                        "certificate", certificate(account),
                        "assertion", assertion(account.path("user").path("id").asText(), challenge, authority())));
        return event("server:joined");
    }

    static JsonNode register(String name) throws IOException, InterruptedException {
        return Json.tree(post("/api/auth/register", "", Map.of("username", name, "password", "four unrelated words"))
                .body());
    }

    String certificate(JsonNode account) throws IOException, InterruptedException {
        return Json.tree(post(
                                "/api/v1/certificate",
                                account.path("accessToken").asText(),
                                Map.of("jwk", device.publicJwk().toJSONObject()))
                        .body())
                .path("certificate")
                .asText();
    }

    String assertion(String userId, JsonNode challenge, String audience) throws JOSEException, ParseException {
        String thumbprint = ECKey.parse(challenge.path("serverKey").toString())
                .computeThumbprint()
                .toString();
        Instant now = Instant.now();
        return device.sign(
                JOSEObjectType.JWT,
                new JWTClaimsSet.Builder()
                        .issuer(userId)
                        .subject(userId)
                        .audience(audience)
                        .claim("nonce", challenge.path("nonce").asText())
                        .claim("skt", thumbprint)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(50)))
                        .build());
    }

    static String authority() {
        return URI.create(RunningServer.url()).getAuthority();
    }

    static HttpResponse<String> post(String path, String token, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(RunningServer.url() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : Json.write(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        socket.abort();
    }
}
