package chat.tertulia.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.Json;
import chat.tertulia.upload.FileWorld;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** Files on the running server, as HTTP shows them. */
@RunningServer.Required
@RunAsClient
class FilesIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String JSON = "application/json";

    private static HttpResponse<String> send(
            String method, String path, String token, BodyPublisher body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(RunningServer.url() + path))
                .header("Authorization", "Bearer " + token)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static HttpResponse<String> get(String path, String token, String... headers) throws Exception {
        return send("GET", path, token, BodyPublishers.noBody(), headers);
    }

    private static HttpResponse<String> multipart(String path, String token, String name, byte[] content)
            throws Exception {
        return send(
                "POST",
                path,
                token,
                BodyPublishers.ofByteArray(FileWorld.body(name, content).readAllBytes()),
                "Content-Type",
                FileWorld.TYPE);
    }

    private static JsonNode created(HttpResponse<String> answer) {
        assertEquals(201, answer.statusCode(), answer::body);
        return Json.tree(answer.body());
    }

    private static String code(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + Json.tree(answer.body()).path("error").asText();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }

    @Test
    void shouldGiveAFileOutByTheRulesAndNoLongerThanItsMessage() throws Exception {
        Owner owner = Owner.ofTheServer();
        try (Visitor elsa = new Visitor()) {
            String token = elsa.join("elsa", "inviteCode", owner.invite())
                    .path("accessToken")
                    .asText();
            String fileId = created(multipart("/api/uploads", token, "..\\\u202esj.\u00e9 a.js", text(1000)))
                    .path("fileId")
                    .asText();
            String path = "/api/uploads/files/" + fileId;
            assertEquals("404 not_found", code(get(path, owner.accessToken())));
            JsonNode sent = elsa.ask(
                    "chat:send", Map.of("conversationId", owner.textChannel(), "attachments", List.of(fileId)));
            assertTrue(sent.path("ok").asBoolean(), sent::toString);

            givesRanges(path, owner.accessToken());

            String messageId = sent.path("message").path("message_id").asText();
            elsa.ask("chat:delete", Map.of("conversationId", owner.textChannel(), "messageId", messageId));
            HttpResponse<String> gone = get(path, owner.accessToken(), "If-None-Match", "\"" + fileId + "\"");
            assertEquals("404 not_found", code(gone));
            assertEquals("no-store", header(gone, "Cache-Control"));
            assertEquals("404 not_found", code(get(path, token)));
        }
    }

    private static void givesRanges(String path, String token) throws Exception {
        HttpResponse<String> whole = get(path, token);
        assertEquals(200, whole.statusCode());
        assertEquals(1000, whole.body().length());
        assertEquals("application/octet-stream", header(whole, "Content-Type"));
        assertEquals(
                "attachment; filename=\"sj._ a.js\"; filename*=UTF-8''sj.%C3%A9%20a.js",
                header(whole, "Content-Disposition"));
        assertEquals("default-src 'none'; sandbox", header(whole, "Content-Security-Policy"));
        assertEquals("nosniff", header(whole, "X-Content-Type-Options"));
        assertEquals("private, no-cache", header(whole, "Cache-Control"));
        String etag = header(whole, "ETag");

        HttpResponse<String> part = get(path, token, "Range", "bytes=10-19", "If-Range", etag);
        assertEquals(206, part.statusCode());
        assertEquals("klmnopqrst", part.body());
        assertEquals("bytes 10-19/1000", header(part, "Content-Range"));
        assertEquals(
                200,
                get(path, token, "Range", "bytes=10-19", "If-Range", "\"other\"")
                        .statusCode());
        HttpResponse<String> behind = get(path, token, "Range", "bytes=1000-");
        assertEquals(416, behind.statusCode());
        assertEquals("bytes */1000", header(behind, "Content-Range"));
        assertEquals(416, get(path, token, "Range", "bytes=0-0,2-2").statusCode());
        assertEquals(304, get(path, token, "If-None-Match", "\"x\", W/" + etag).statusCode());
        HttpResponse<String> head = send("HEAD", path, token, BodyPublishers.noBody());
        assertEquals("200 1000", head.statusCode() + " " + header(head, "Content-Length"));
    }

    @Test
    void shouldTakeALargeFileInParts() throws Exception {
        String token = Owner.ofTheServer().accessToken();
        byte[] whole = text((8 << 20) + 100);
        JsonNode session = created(send(
                "POST",
                "/api/uploads/sessions",
                token,
                BodyPublishers.ofString(Json.write(Map.of("name", "large.txt", "size", whole.length))),
                "Content-Type",
                JSON));
        assertEquals(2, session.path("partCount").asInt());
        assertFalse(session.path("direct").asBoolean());
        String path = "/api/uploads/sessions/" + session.path("uploadId").asText();
        assertEquals("409 conflict", code(send("POST", path + "/complete", token, BodyPublishers.noBody())));
        assertEquals(
                "400 bad_request",
                code(send("PUT", path + "/parts/2", token, BodyPublishers.ofByteArray(new byte[99]))));
        assertEquals(
                "413 file_too_large",
                code(send("PUT", path + "/parts/2", token, BodyPublishers.ofByteArray(new byte[101]))));
        byte[] first = Arrays.copyOf(whole, 8 << 20);
        byte[] second = Arrays.copyOfRange(whole, 8 << 20, whole.length);
        String type = "application/octet-stream";
        assertEquals(
                204,
                send("PUT", path + "/parts/2", token, BodyPublishers.ofByteArray(second), "Content-Type", type)
                        .statusCode());
        assertEquals(
                204,
                send("PUT", path + "/parts/1", token, BodyPublishers.ofByteArray(first), "Content-Type", type)
                        .statusCode());
        assertEquals(
                "[1,2]", Json.tree(get(path, token).body()).path("received").toString());
        JsonNode file = created(send("POST", path + "/complete", token, BodyPublishers.noBody()));
        assertEquals(
                "large.txt done",
                file.path("name").asText() + " " + file.path("state").asText());
        assertEquals(
                new String(second, StandardCharsets.ISO_8859_1),
                get("/api/uploads/files/" + file.path("fileId").asText(), token, "Range", "bytes=-100")
                        .body());
        JsonNode quota = Json.tree(get("/api/uploads/quota", token).body());
        assertTrue(quota.path("used").asLong() >= whole.length, quota::toString);
        assertTrue(quota.has("serverUsed"), "an owner is told of all");

        assertEquals(
                204,
                send("DELETE", cancelled(token), token, BodyPublishers.noBody()).statusCode());
        assertEquals("401 unauthenticated", code(get("/api/uploads/quota", "x.y.z")));
    }

    private static String cancelled(String token) throws Exception {
        JsonNode session = created(send(
                "POST",
                "/api/uploads/sessions",
                token,
                BodyPublishers.ofString("{\"name\":\"a\",\"size\":5}"),
                "Content-Type",
                JSON));
        return "/api/uploads/sessions/" + session.path("uploadId").asText();
    }

    @Test
    void shouldShowPicturesAndEmojiOnceTheyAreMade() throws Exception {
        Owner owner = Owner.ofTheServer();
        String token = owner.accessToken();
        String avatar = created(multipart("/api/uploads/avatar", token, "me.png", FileWorld.png()))
                .path("fileId")
                .asText();
        StoreBeside.store().finish(avatar);
        JsonNode change = owner.visitor.event("server:changed");
        while (!change.at("/changes/0/member/avatarFileId").asText().equals(avatar)) {
            change = owner.visitor.event("server:changed");
        }
        HttpResponse<String> small = get("/api/uploads/files/" + avatar + "?thumb=1", token);
        assertEquals("small", small.body());
        assertEquals("image/avif", header(small, "Content-Type"));
        assertTrue(header(small, "Content-Disposition").startsWith("inline"), small.headers()::toString);
        assertEquals(
                204,
                send("DELETE", "/api/uploads/avatar", token, BodyPublishers.noBody())
                        .statusCode());
        assertEquals("404 not_found", code(get("/api/uploads/files/" + avatar, token)));

        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        FileWorld.part(parts, "file\"; filename=\"x.png", FileWorld.png());
        FileWorld.part(parts, "name", "party".getBytes(StandardCharsets.UTF_8));
        parts.writeBytes("--XX--\r\n".getBytes(StandardCharsets.UTF_8));
        JsonNode results = created(send(
                "POST",
                "/api/emojis",
                token,
                BodyPublishers.ofByteArray(parts.toByteArray()),
                "Content-Type",
                FileWorld.TYPE));
        String fileId = results.at("/results/0/fileId").asText();
        assertEquals(
                204,
                send(
                                "PATCH",
                                "/api/emojis/party",
                                token,
                                BodyPublishers.ofString("{\"name\":\"fiesta\"}"),
                                "Content-Type",
                                JSON)
                        .statusCode());
        JsonNode emoji = Json.tree(get("/api/emojis", token).body()).at("/emojis/0");
        assertEquals(
                "fiesta " + fileId,
                emoji.path("name").asText() + " " + emoji.path("fileId").asText());
        owner.visitor.emit("server:details", Map.of());
        assertEquals(
                emoji.toString(),
                owner.visitor.event("server:details").at("/emojis/0").toString());
        assertEquals(
                204,
                send("DELETE", "/api/emojis/fiesta", token, BodyPublishers.noBody())
                        .statusCode());
        assertEquals("404 not_found", code(send("DELETE", "/api/emojis/fiesta", token, BodyPublishers.noBody())));
    }
}
