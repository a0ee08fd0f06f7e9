package chat.tertulia.functions.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that no attempt could get through; an object {@code dead/<function>/<id>.json}.
 *
 * @param id of the invocation
 * @param event JSON as it was delivered
 * @param lastError of the last attempt
 * @param wished whether an administrator wants another attempt
 */
public record DeadLetter(String function, String id, String event, int attempts, String lastError, boolean wished) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String PREFIX = "dead/";
    private static final String SUFFIX = ".json";

    static String folder(String function) {
        return PREFIX + function + '/';
    }

    String key() {
        return folder(function) + id + SUFFIX;
    }

    byte[] toJson(Instant at) {
        ObjectNode json = JSON.createObjectNode()
                .put("function", function)
                .put("id", id)
                .put("attempts", attempts)
                .put("lastError", lastError)
                .put("at", at.toString())
                .put("event", event);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for what is no letter to this function: the bucket is others' too. */
    static Optional<DeadLetter> parse(String function, String key, byte[] json) {
        String folder = folder(function);
        if (!key.startsWith(folder) || !key.endsWith(SUFFIX) || key.length() <= folder.length() + SUFFIX.length()) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(json);
            String event = root.path("event").asText("");
            return event.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new DeadLetter(
                            function,
                            key.substring(folder.length(), key.length() - SUFFIX.length()),
                            event,
                            root.path("attempts").asInt(0),
                            root.path("lastError").asText(""),
                            !root.path("retriedAt").asText("").isEmpty()));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** Of the object that the event was about; empty when it cannot be read. */
    String about() {
        try {
            String key = JSON.readTree(event).at("/Records/0/s3/object/key").asText("");
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            return "";
        }
    }
}
