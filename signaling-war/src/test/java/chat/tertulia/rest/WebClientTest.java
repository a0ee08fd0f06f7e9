package chat.tertulia.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebClientTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/setup", "/invite/abc", "/channels/abc"})
    void shouldServeTheStartPageForAddressesOfTheClient(String path) {
        assertEquals("/index.html", WebClient.fileFor(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/app-1a2b.js", "/favicon.ico"})
    void shouldServeFiles(String path) {
        assertEquals(path, WebClient.fileFor(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/server",
                "/api/x.js",
                "/internal/jwks.json",
                "/.well-known/jwks.json",
                "/socket.io/",
                "/rtc",
                "/health/ready",
                "/metrics",
                "/openapi",
                "/WEB-INF/beans.json",
                "/web-inf/beans.json",
                "/META-INF/x.json",
                "/assets/../WEB-INF/x.json",
                "//WEB-INF/x.json",
                "/nothing",
                "/setups"
            })
    void shouldLeaveEverythingElseAlone(String path) {
        assertNull(WebClient.fileFor(path));
    }
}
