package chat.tertulia.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** The gateway of the running server, as HTTP and WebSocket clients see it. */
@RunningServer.Required
@RunAsClient
class GatewayIT {
    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    @Test
    void shouldOpenASessionForWhoSendsNoOrigin() throws IOException {
        var answer = RunningServer.get(POLLING);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().startsWith("0{\"sid\":"), answer.body());
    }

    @Test
    void shouldLetItsOwnOriginReadTheAnswer() throws IOException {
        var answer = RunningServer.get(POLLING, "Origin", RunningServer.url());
        assertEquals(200, answer.statusCode());
        assertEquals(
                RunningServer.url(),
                answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    @Test
    void shouldRefuseForeignAndOpaqueOrigins() throws IOException {
        assertEquals(
                403,
                RunningServer.get(POLLING, "Origin", "https://evil.example").statusCode());
        assertEquals(403, RunningServer.get(POLLING, "Origin", "null").statusCode());
        assertEquals(403, refusedUpgrade(WEBSOCKET, "https://evil.example"));
        assertEquals(403, refusedUpgrade(WEBSOCKET, "null"));
    }

    @Test
    void shouldRefuseAnUnknownSessionBeforeUpgrading() {
        assertEquals(400, refusedUpgrade(WEBSOCKET + "&sid=nobody", RunningServer.url()));
    }

    @Test
    void shouldCountOnTheMetricsPage() throws IOException {
        RunningServer.get(POLLING);
        String metrics = RunningServer.get("/metrics").body();
        for (String name : new String[] {"gateway_sessions", "gateway_queue_bytes", "gateway_messages_out_total"}) {
            assertTrue(metrics.contains(name), () -> name + " is not on the page");
        }
    }

    private static int refusedUpgrade(String path, String origin) {
        URI uri = URI.create(RunningServer.url().replace("http", "ws") + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var refused = assertThrows(
                    CompletionException.class,
                    () -> http.newWebSocketBuilder()
                            .header("Origin", origin)
                            .buildAsync(uri, new WebSocket.Listener() {})
                            .join());
            return assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
                    .getResponse()
                    .statusCode();
        }
    }
}
