package chat.tertulia.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    @ParameterizedTest
    @CsvSource({"UP, 1, true", "UP, 3, true", "UP, 0, false", "DOWN, 1, false"})
    void shouldWantTheServerAndANode(String status, int nodes, boolean ready) throws Exception {
        Health health = Health.parse("{\"status\":\"" + status
                + "\",\"checks\":[{\"name\":\"database\",\"data\":{\"nodes\":9}},{\"name\":\"media\",\"data\":{\"nodes\":"
                + nodes + "}}]}");

        assertNotNull(health);
        assertEquals(ready, health.ready());
    }

    @Test
    void shouldTakeAnotherProgramOnThePortForNobody() throws Exception {
        assertNull(Health.parse("{\"hello\":1}"));
        assertNull(Health.of("http://127.0.0.1:1"));
    }
}
