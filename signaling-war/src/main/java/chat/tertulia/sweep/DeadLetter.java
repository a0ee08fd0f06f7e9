package chat.tertulia.sweep;

import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event that no attempt of a function could deal with, as the functions' host wrote it (docs/sweep.md). Parsing is total.
 *
 * @param key of the object that the event was about, when it can be read
 * @param fileId of that object, when it is an upload
 * @param retriedAt when an administrator asked for another attempt that has not happened yet
 */
record DeadLetter(
        String function,
        String id,
        @Nullable String key,
        @Nullable String fileId,
        int attempts,
        String lastError,
        String at,
        @Nullable String retriedAt) {
    private static final String UPLOADS = "raw/";

    static DeadLetter parse(String function, String id, byte[] json) {
        JsonNode letter = tree(new String(json, StandardCharsets.UTF_8));
        String key = key(letter);
        String retriedAt = letter.path("retriedAt").asText("");
        return new DeadLetter(
                function,
                id,
                key,
                key != null && key.startsWith(UPLOADS) ? key.substring(UPLOADS.length()) : null,
                letter.path("attempts").asInt(0),
                letter.path("lastError").asText(""),
                letter.path("at").asText(""),
                retriedAt.isEmpty() ? null : retriedAt);
    }

    private static @Nullable String key(JsonNode letter) {
        String encoded = tree(letter.path("event").asText(""))
                .at("/Records/0/s3/object/key")
                .asText("");
        try {
            return encoded.isEmpty() ? null : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }

    private static JsonNode tree(String text) {
        try {
            return Json.tree(text);
        } catch (Refusal notJson) {
            return Json.MAPPER.createObjectNode();
        }
    }
}
