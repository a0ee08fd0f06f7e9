package chat.tertulia.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void shouldReadAll() {
        Options options = Options.parse(List.of("--against", "janus", "--quick", "--json", "--commit", "abc"));
        assertTrue(options.janus() && options.quick() && options.json());
        assertEquals("abc", options.commit());
        assertFalse(Options.parse(List.of("--against", "none")).janus());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--against", "--against;mediasoup", "--janus-event-loops;many", "--fast"})
    void shouldRefuseWhatItDoesNotKnow(String words) {
        List<String> line = List.of(words.split(";", -1));
        assertThrows(IllegalArgumentException.class, () -> Options.parse(line));
    }
}
