package chat.tertulia.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator looks at: health, metrics, the description of the API. */
@RunningServer.Required
@RunAsClient
class OperationsIT {
    @ParameterizedTest
    @ValueSource(strings = {"/health/started", "/health/live", "/health/ready"})
    void shouldBeHealthy(String path) throws Exception {
        var answer = RunningServer.get(path);
        assertEquals(200, answer.statusCode(), answer::body);
        assertEquals("UP", Json.tree(answer.body()).path("status").asText());
    }

    @Test
    void shouldSayHowManyMediaNodesThereAre() throws Exception {
        JsonNode checks = Json.tree(RunningServer.get("/health/ready").body()).path("checks");
        for (JsonNode check : checks) {
            if (check.path("name").asText().equals("media")) {
                assertEquals(0, check.path("data").path("nodes").asInt(-1));
                return;
            }
        }
        throw new AssertionError("No media check: " + checks);
    }

    @Test
    void shouldDescribeItsRoutes() throws Exception {
        String description = RunningServer.get("/openapi").body();
        for (String path : new String[] {"/api/auth/register", "/api/uploads", "/api/v1/certificate"}) {
            assertTrue(description.contains(path), path + " is not described");
        }
    }
}
