package chat.tertulia.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.engine.EngineClock;
import chat.tertulia.gateway.engine.EngineMeters;
import chat.tertulia.gateway.engine.EngineServer;
import chat.tertulia.gateway.engine.EngineSettings;
import chat.tertulia.gateway.engine.TestClient;
import chat.tertulia.gateway.socket.SocketServer;
import chat.tertulia.gateway.socket.SocketSettings;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventNamespaceTest {
    private static final int MAX_EVENT = 1000;

    private final EngineClock clock = new EngineClock();
    private final Connections connections = new Connections();
    private final RateLimits limits = new RateLimits();
    private final List<ErrorCode> errors = new CopyOnWriteArrayList<>();
    private final EngineServer server = server();

    record Text(String text) {}

    record None() {}

    // Only its length is looked at.
    @SuppressWarnings("ArrayRecordComponent")
    record File(byte[] bytes) {
        int length() {
            return bytes.length;
        }
    }

    @AfterEach
    void stop() {
        clock.close();
    }

    private EngineServer server() {
        EventRoutes routes = new EventRoutes();
        Limit often = Limit.perSeconds(100, 1);
        routes.onAnonymous("echo:say", Text.class, often, (_, payload) -> payload);
        routes.onAnonymous("echo:nothing", None.class, often, (_, _) -> null);
        routes.onAnonymous("echo:file", File.class, often, (_, file) -> Map.of("bytes", file.length()));
        routes.onAnonymous("echo:once", None.class, Limit.perSeconds(1, 3600), (_, _) -> null);
        routes.onAnonymous("echo:break", None.class, often, (_, _) -> {
            throw new IllegalStateException("on purpose");
        });
        routes.onAnonymous("echo:refuse", None.class, often, (_, _) -> {
            throw Refusal.of(ErrorCode.FORBIDDEN, "No.");
        });
        routes.onAnonymous("member:join", Text.class, often, (connection, member) -> {
            connection.bind(new Principal(member.text(), "s"));
            return null;
        });
        routes.on("member:only", None.class, often, (_, _) -> null);
        EventNamespace main = new EventNamespace(routes, connections, limits, MAX_EVENT, errors::add);
        SocketServer sockets = new SocketServer(SocketSettings.DEFAULT, Map.of("/", main), () -> {}, clock);
        return new EngineServer(EngineSettings.DEFAULT, sockets, EngineMeters.NONE, clock);
    }

    /** Sends one event with an acknowledgement and gives the answer. */
    private JsonNode ask(String nameAndArguments) throws InterruptedException {
        return ask(new TestClient(server).send("40"), nameAndArguments, 1);
    }

    private static JsonNode ask(TestClient client, String nameAndArguments, int before) throws InterruptedException {
        String frame =
                client.send("427[" + nameAndArguments + "]").await(before + 1).get(before);
        assertTrue(frame.startsWith("437["), frame);
        return Json.tree(frame.substring(3)).path(0);
    }

    private static String error(JsonNode answer) {
        assertFalse(answer.path("ok").asBoolean(true), answer::toString);
        assertFalse(answer.path("correlationId").asText().isEmpty(), answer::toString);
        return answer.path("error").asText();
    }

    @Test
    void shouldAcknowledgeWithTheMembersOfTheResult() throws InterruptedException {
        assertEquals(
                "{\"ok\":true,\"text\":\"hello\"}",
                ask("\"echo:say\",{\"text\":\"hello\"}").toString());
        assertEquals("{\"ok\":true}", ask("\"echo:nothing\"").toString());
        assertEquals("{\"ok\":true}", ask("\"echo:nothing\",null").toString());
    }

    @Test
    void shouldNameEachRefusal() throws InterruptedException {
        assertEquals("unknown_event", error(ask("\"no:such\"")));
        assertEquals("unknown_event", error(ask("\"" + "x".repeat(500) + "\"")));
        assertEquals("forbidden", error(ask("\"echo:refuse\"")));
        assertEquals("bad_request", error(ask("\"echo:say\",[]")));
        assertEquals("bad_request", error(ask("\"echo:say\",{\"text\":\"a\",\"text\":\"b\"}")));
        assertEquals("bad_request", error(ask("\"echo:say\",{\"__proto__\":{}}")));
        assertEquals("bad_request", error(ask("\"echo:say\",{\"half\":")));
        assertEquals("invalid_field", error(ask("\"echo:say\",{\"text\":{}}")));
        assertEquals("join_required", error(ask("\"member:only\"")));
        assertEquals("too_large", error(ask("\"echo:say\",{\"text\":\"" + "x".repeat(MAX_EVENT) + "\"}")));
        assertTrue(errors.contains(ErrorCode.TOO_LARGE));
    }

    @Test
    void shouldSendTheErrorEventWhenThereIsNoAcknowledgement() throws InterruptedException {
        TestClient client = new TestClient(server).send("40", "42[\"echo:refuse\"]", "42[\"some:thing:odd\"]");
        List<String> frames = client.await(3);
        assertTrue(frames.get(1).startsWith("42[\"echo:error\",{\"ok\":false,\"error\":\"forbidden\""), frames.get(1));
        assertTrue(frames.get(2).startsWith("42[\"some:thing:error\",{\"ok\":false,"), frames.get(2));
    }

    @Test
    void shouldSurviveABugInAHandler() throws InterruptedException {
        TestClient client = new TestClient(server).send("40");
        assertEquals("internal", error(ask(client, "\"echo:break\"", 1)));
        assertEquals("{\"ok\":true}", ask(client, "\"echo:nothing\"", 2).toString());
    }

    @Test
    void shouldLimitByAddressBeforeJoiningAndByMemberAfterwards() throws InterruptedException {
        assertEquals("{\"ok\":true}", ask("\"echo:once\"").toString());
        JsonNode limited = ask("\"echo:once\"");
        assertEquals("rate_limited", error(limited));
        assertTrue(limited.path("retryAfterMs").asLong() > 3_000_000, limited::toString);
        TestClient member = new TestClient(server).send("40");
        ask(member, "\"member:join\",{\"text\":\"m1\"}", 1);
        assertEquals("{\"ok\":true}", ask(member, "\"echo:once\"", 2).toString());
        assertEquals("rate_limited", error(ask(member, "\"echo:once\"", 3)));
    }

    @Test
    void shouldForgetFullBucketsOnly() throws InterruptedException {
        ask("\"echo:once\"");
        limits.sweep();
        assertEquals(1, limits.size());
        limits.take("x", "y", new Limit(1, Duration.ofMillis(1)));
        await(
                () -> {
                    limits.sweep();
                    return limits.size() == 1;
                },
                "The bucket that is full again is still kept");
    }

    @Test
    void shouldIndexAConnectionWhileItSpeaksForAMember() throws InterruptedException {
        List<Connections.Presence> presence = new CopyOnWriteArrayList<>();
        connections.listen((_, change) -> presence.add(change));
        TestClient client = new TestClient(server).send("40");
        ask(client, "\"member:join\",{\"text\":\"m1\"}", 1);
        assertEquals(1, connections.ofMember("m1").size());
        assertEquals("{\"ok\":true}", ask(client, "\"member:only\"", 2).toString());
        connections.ofMember("m1").iterator().next().disconnect();
        client.awaitClosed();
        await(() -> connections.all().isEmpty(), "The connection is still listed");
        assertTrue(connections.ofMember("m1").isEmpty());
        assertEquals(List.of(Connections.Presence.BOUND, Connections.Presence.UNBOUND), presence);
    }

    @Test
    void shouldShareOneEncodedEventAmongAllAndGiveItsOffset() throws InterruptedException {
        TestClient one = new TestClient(server).send("40");
        TestClient two = new TestClient(server).send("40");
        one.await(1);
        two.await(1);
        await(() -> connections.all().size() == 2, "Not both are connected");
        EncodedEvent event = EncodedEvent.of("chat:new", new Text("hé"));
        connections.all().forEach(connection -> connection.emit(event));
        String frame = one.await(2).get(1);
        assertTrue(frame.matches("42\\[\"chat:new\",\\{\"text\":\"hé\"},\"[0-9a-z]+\"]"), frame);
        assertEquals(frame, two.await(2).get(1));
    }

    @Test
    void shouldTakeBinaryPayloads() throws InterruptedException {
        TestClient client = new TestClient(server)
                .send("40", "451-7[\"echo:file\",{\"bytes\":{\"_placeholder\":true,\"num\":0}}]")
                .send(new byte[] {1, 2, 3});
        assertEquals("437[{\"ok\":true,\"bytes\":3}]", client.await(2).get(1));
        client.send("451-8[\"echo:file\",{\"bytes\":{\"_placeholder\":true,\"num\":5}}]")
                .send(new byte[1]);
        assertTrue(client.await(3).get(2).contains("bad_request"));
    }

    @Test
    void shouldKeepAttributesByTheirType() throws InterruptedException {
        new TestClient(server).send("40").await(1);
        await(() -> !connections.all().isEmpty(), "Not connected");
        Connection connection = connections.all().iterator().next();
        connection.attribute(Text.class, new Text("open challenge"));
        assertEquals(
                "open challenge", connection.attribute(Text.class).orElseThrow().text());
        assertEquals(
                "open challenge",
                connection.removeAttribute(Text.class).orElseThrow().text());
        assertTrue(connection.attribute(Text.class).isEmpty());
    }

    private static void await(BooleanSupplier condition, String notYet) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, notYet);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
