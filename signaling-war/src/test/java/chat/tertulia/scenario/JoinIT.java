package chat.tertulia.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** The way in, on the running server: owner link, invite, chat, tokens on REST, and what is refused on the way. */
@RunningServer.Required
@RunAsClient
class JoinIT {
    private static final String MEMBERS = "/api/members";

    @Test
    void shouldLetTwoPeopleInAndKeepStrangersOut() throws Exception {
        Owner ines = Owner.ofTheServer();
        Visitor owner = ines.visitor;
        try (Visitor guest = new Visitor()) {
            assertTrue(ines.joined.path("isOwner").asBoolean());
            String code = ines.invite();
            JsonNode joined = guest.join("bruno", "inviteCode", code);
            assertFalse(joined.path("isOwner").asBoolean());

            String channel = ines.textChannel();
            JsonNode sent = guest.ask("chat:send", Map.of("conversationId", channel, "text", "hello", "nonce", "n1"));
            assertTrue(sent.path("ok").asBoolean(), sent::toString);
            assertEquals("hello", owner.event("chat:new").path("text").asText());
            JsonNode again = guest.ask("chat:send", Map.of("conversationId", channel, "text", "hello", "nonce", "n1"));
            assertEquals(
                    sent.path("message").path("message_id"),
                    again.path("message").path("message_id"));

            guardsRest(joined.path("accessToken").asText());
            refusesAThird(code);
        }
    }

    private static void guardsRest(String token) throws Exception {
        assertEquals(
                200,
                RunningServer.get(MEMBERS, "Authorization", "Bearer " + token).statusCode());
        assertProblem(RunningServer.get(MEMBERS), 401, "unauthenticated");
        assertProblem(
                RunningServer.get(MEMBERS, "Authorization", "Bearer " + token.replaceFirst("....$", "AAAA")),
                401,
                "unauthenticated");
        String account = Visitor.register("carla").path("accessToken").asText();
        assertProblem(RunningServer.get(MEMBERS, "Authorization", "Bearer " + account), 401, "unauthenticated");
    }

    private static void refusesAThird(String usedUpCode) throws Exception {
        try (Visitor third = new Visitor()) {
            JsonNode refused = third.ask("chat:send", Map.of("conversationId", "x", "text", "let me in"));
            assertEquals("join_required", refused.path("error").asText());
            JsonNode account = Visitor.register("dario");
            third.emit("server:join", Map.of("inviteCode", usedUpCode));
            JsonNode challenge = third.event("server:challenge");
            String user = account.path("user").path("id").asText();
            Map<String, String> elsewhere = Map.of(
                    "certificate", third.certificate(account),
                    "assertion", third.assertion(user, challenge, "elsewhere.example"));
            third.emit("server:verify", elsewhere);
            assertEquals(
                    "assertion_rejected",
                    third.event("server:error").path("error").asText());
            third.emit("server:verify", elsewhere);
            assertEquals(
                    "challenge_expired",
                    third.event("server:error").path("error").asText());
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(code, Json.tree(answer.body()).path("error").asText(), answer::body);
    }
}
