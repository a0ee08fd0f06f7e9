package chat.tertulia.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
    private static Row.Side side(String what, double... values) {
        Window window = new Window(1, 1000, 0.01, 0.1, 0.2, 1, 2, 3);
        Measurement seen = new Measurement(List.of(window), 0.0001, 1, 0, 30, 0, "GCM");
        return new Row.Side(what, Spread.of(values), seen);
    }

    @Test
    void shouldHaveTheCommonFormOfAllBenchmarks() throws JsonProcessingException {
        Row row = new Row("R4", "video", "packets/core-s", side("ours", 300, 100, 200), side("theirs", 50, 60, 40));
        JsonNode json = new ObjectMapper().readTree(row.json("abc"));
        assertEquals("R4", json.path("measure").asText());
        assertEquals(200, json.path("value").asDouble());
        assertEquals("theirs", json.path("peer").asText());
        assertEquals(50, json.path("peerValue").asDouble());
        assertEquals(4, json.path("ratio").asDouble());
        assertEquals(3, json.path("runs").asInt());
        assertEquals(100, json.path("min").asDouble());
        assertEquals(300, json.path("max").asDouble());
        assertEquals("abc", json.path("commit").asText());
        assertEquals("GCM", json.at("/theirs/srtp").asText());
    }

    @Test
    void shouldSayNullWithoutAPeer() throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(new Row("R4", "video", "u", side("ours", 1), null).json("abc"));
        assertTrue(json.path("ratio").isNull());
        assertTrue(json.path("peer").isNull());
    }

    @Test
    void shouldTakeTheMiddle() {
        assertEquals(new Spread(2.5, 1, 4, 4), Spread.of(4, 1, 3, 2));
    }

    @Test
    void shouldKnowTheCryptoByItsLibraries() {
        assertEquals("NSS", JanusSfu.backEnd("libnss3.so => /lib/libnss3.so"));
        assertEquals("OpenSSL", JanusSfu.backEnd("libcrypto.so.3 => /lib/libcrypto.so.3"));
        assertEquals("its own AES", JanusSfu.backEnd("libc.so.6 => /lib/libc.so.6"));
    }
}
