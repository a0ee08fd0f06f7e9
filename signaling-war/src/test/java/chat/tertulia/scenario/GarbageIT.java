package chat.tertulia.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input on sockets and routes of the running server: a stable code, and nobody else is disturbed. */
@RunningServer.Required
@RunAsClient
class GarbageIT {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not json at all                                   | 400 | bad_request
            {"username":"x","username":"y","password":"z"}    | 400 | bad_request
            {"__proto__":{},"username":"x","password":"z"}    | 400 | bad_request
            []                                                | 400 | bad_request
            {"username":"Not Allowed!","password":"1234567890"} | 400 | invalid_field
            {"username":{"a":1},"password":"1234567890"}      | 400 | invalid_field
            {"username":12345,"password":"1234567890"}        | 400 | invalid_field
            """)
    void shouldRefuseBadBodiesByCode(String body, int status, String code) throws Exception {
        var answer = Visitor.post("/api/auth/register", "", body);
        assertEquals(status, answer.statusCode(), answer::body);
        JsonNode problem = Json.tree(answer.body());
        assertEquals(code, problem.path("error").asText(), answer::body);
        assertTrue(problem.path("correlationId").asText().length() > 8, answer::body);
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json"));
    }

    @Test
    void shouldRefuseUnknownEventsAndWrongTypesButKeepTheConnection() throws Exception {
        try (Visitor visitor = new Visitor()) {
            assertEquals(
                    "unknown_event",
                    visitor.ask("no:such", Map.of()).path("error").asText());
            assertEquals(
                    "bad_request",
                    visitor.ask("server:join", "a text, not an object")
                            .path("error")
                            .asText());
            assertEquals(
                    "unauthenticated",
                    visitor.ask("session:restore", Map.of("accessToken", "nonsense"))
                            .path("error")
                            .asText());
            visitor.emit("server:info", Map.of());
            assertTrue(visitor.event("server:info").path("serverId").asText().length() > 8);
        }
    }

    @Test
    void shouldAnswerUnknownRoutesAndMethodsByCode() throws Exception {
        var unknown = RunningServer.get("/api/no/such/thing");
        assertEquals(404, unknown.statusCode());
        assertEquals("not_found", Json.tree(unknown.body()).path("error").asText());
        var method = RunningServer.get("/api/auth/login");
        assertEquals(405, method.statusCode());
        assertEquals(
                "method_not_allowed", Json.tree(method.body()).path("error").asText());
    }

    @Test
    void shouldRefuseMediaSignallingAndNodesWithoutTheirKeys() throws Exception {
        assertEquals(401, RunningServer.get("/rtc/validate").statusCode());
        assertEquals(
                401, RunningServer.get("/rtc/v1/validate?access_token=a.b.c").statusCode());
    }
}
