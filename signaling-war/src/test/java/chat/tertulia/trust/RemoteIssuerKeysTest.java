package chat.tertulia.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.MutableClock;
import chat.tertulia.platform.Refusal;
import chat.tertulia.token.SigningKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RemoteIssuerKeysTest {
    private final MutableClock clock = new MutableClock();
    private final SigningKey key = SigningKey.generate();
    private final String keyId = key.publicJwk().getKeyID();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = new JWKSet(key.publicJwk()).toString();

    @SuppressWarnings("NullAway.Init") // JUnit calls open before every test
    private HttpServer issuer;

    @SuppressWarnings("NullAway.Init") // JUnit calls open before every test
    private RemoteIssuerKeys keys;

    @BeforeEach
    void open() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", this::answer);
        issuer.start();
        keys = new RemoteIssuerKeys("http://127.0.0.1:" + issuer.getAddress().getPort(), clock);
    }

    @AfterEach
    void close() {
        issuer.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        boolean moved = exchange.getRequestURI().getPath().equals("/moved");
        byte[] bytes = (moved ? new JWKSet(key.publicJwk()).toString() : body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", "/moved");
        exchange.sendResponseHeaders(moved ? 200 : status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Test
    void shouldAskOnceForManyCertificates() {
        for (int i = 0; i < 10; i++) {
            assertEquals(key.publicJwk().getX(), keys.key(keyId).orElseThrow().getX());
        }
        assertEquals(1, asked.get());
    }

    @Test
    void shouldNotBeSentAskingByInventedKeyIds() {
        assertTrue(keys.key("invented").isEmpty());
        assertTrue(keys.key("invented too").isEmpty());
        assertEquals(1, asked.get());
        clock.advance(Duration.ofSeconds(31));
        assertTrue(keys.key("a rotated key, perhaps").isEmpty());
        assertEquals(2, asked.get());
    }

    @Test
    void shouldRefuseRedirects() {
        status = 302;
        unavailable();
        assertEquals(1, asked.get());
    }

    @Test
    void shouldRefuseLongOrMalformedAnswers() {
        body = " ".repeat(70_000) + new JWKSet(key.publicJwk());
        unavailable();
        body = "<html>";
        clock.advance(Duration.ofSeconds(31));
        unavailable();
    }

    @Test
    void shouldFailClosedWhenTheIssuerStaysAway() {
        assertTrue(keys.key(keyId).isPresent());
        issuer.stop(0);
        assertTrue(keys.key(keyId).isPresent());
        clock.advance(Duration.ofMinutes(11));
        unavailable();
    }

    @Test
    void shouldTrustThePublicAddressUnlessToldOtherwise() {
        URI own = URI.create("https://talk.example");
        assertEquals(List.of("https://talk.example"), TrustedIssuers.named(null, own));
        assertEquals(List.of("https://a", "https://b"), TrustedIssuers.named("https://a, https://b,", own));
        assertTrue(new TrustedIssuers(List.of("https://a"), List.of(), clock)
                .find("https://b")
                .isEmpty());
    }

    private void unavailable() {
        Refusal refusal = assertThrows(Refusal.class, () -> keys.key(keyId));
        assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
    }
}
