package chat.tertulia.voice.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.ServerConfig.TurnConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnServersTest {
    private static final String URL = "turn:turn.example.org:3478?transport=udp";

    @TempDir
    private Path folder;

    /** {@code printf '1700043200:alice' | openssl dgst -sha1 -hmac north -binary | base64}. */
    @Test
    void shouldSignUserNamesAsCoturnDoes() {
        TurnServers servers = new TurnServers(new TurnConfig(List.of(URL), "north"));

        TurnServers.Ticket ticket =
                servers.ticket("alice", Instant.ofEpochSecond(1_700_000_000)).orElseThrow();

        assertEquals(new TurnServers.Ticket(List.of(URL), "1700043200:alice", "01Pv2e5apc0HX4gVDY1wJke35Uc="), ticket);
    }

    @Test
    void shouldHandOutNothingWhenNothingIsConfigured() {
        TurnServers servers =
                new TurnServers(ServerConfig.fromEnvironment(Map.of()).turn());
        assertTrue(servers.ticket("alice", Instant.EPOCH).isEmpty());
    }

    @Test
    void shouldReadTheSecretFromItsFileAndNotPrintIt() throws IOException {
        Path file = Files.writeString(folder.resolve("turn"), "north\n");
        TurnConfig config = read(URL + ", turns:[2001:db8::1]:443?transport=tcp", file.toString());
        assertEquals(2, config.urls().size());
        assertEquals("north", config.secret());
        assertFalse(config.toString().contains("north"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun:example.org",
                "turn:",
                "turn:a b",
                "http://example.org",
                "turn:x?transport=sctp",
                "turn:u@x"
            })
    void shouldNameTheVariableOfAUrlThatIsNone(String url) {
        assertTrue(message(url, "irrelevant").startsWith("TERTULIA_TURN_URLS"));
    }

    @Test
    void shouldNotStartWithoutTheSecret() {
        assertTrue(message(URL, "").startsWith("TERTULIA_TURN_SECRET_FILE"));
        assertTrue(message(URL, folder.resolve("absent").toString()).startsWith("TERTULIA_TURN_SECRET_FILE"));
    }

    private static String message(String urls, String file) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> read(urls, file))
                .getMessage());
    }

    private static TurnConfig read(String urls, String file) {
        return ServerConfig.fromEnvironment(Map.of("TERTULIA_TURN_URLS", urls, "TERTULIA_TURN_SECRET_FILE", file))
                .turn();
    }
}
