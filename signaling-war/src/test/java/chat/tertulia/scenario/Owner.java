package chat.tertulia.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who owns the server under test: somebody can become that once only, so all tests share them. */
final class Owner {
    private static @Nullable Owner only;

    final Visitor visitor;
    final JsonNode joined;
    final JsonNode details;

    private Owner() throws Exception {
        visitor = new Visitor();
        joined = visitor.join("ines", "ownerToken", token());
        details = visitor.event("server:details");
    }

    static synchronized Owner ofTheServer() throws Exception {
        if (only == null) {
            only = new Owner();
        }
        return only;
    }

    private static String token() throws Exception {
        Path link = RunningServer.folder().resolve("data-" + Integer.getInteger("it.http.port") + "/run/owner-link");
        String text = Files.readString(link).strip();
        return text.substring(text.indexOf('#') + 1);
    }

    String accessToken() {
        return joined.path("accessToken").asText();
    }

    /** An invite for one. */
    String invite() throws Exception {
        visitor.emit("server:invites:create", Map.of("maxUses", 1));
        return visitor.event("server:invite:created")
                .path("invite")
                .path("code")
                .asText();
    }

    String textChannel() {
        for (JsonNode channel : details.path("channels")) {
            if (channel.path("type").asText().equals("text")) {
                return channel.path("channelId").asText();
            }
        }
        throw new AssertionError("There is no text channel: " + details);
    }
}
