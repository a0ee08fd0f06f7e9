package chat.tertulia.functions.host;

import chat.tertulia.functions.store.ObjectCreated;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a store posts about its objects: S3's own records, or MinIO's, which are the same with {@code s3:} before the name of
 * the event (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html). Parsing is total.
 */
final class Notification {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CREATED = "ObjectCreated:";

    private Notification() {}

    /** The new objects it tells of, none for other news; empty when it is no notification at all. */
    static Optional<List<ObjectCreated>> parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || !root.isObject()) {
                return Optional.empty();
            }
            List<ObjectCreated> created = new ArrayList<>();
            for (JsonNode record : root.path("Records")) {
                object(record).ifPresent(created::add);
            }
            return Optional.of(created);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<ObjectCreated> object(JsonNode record) {
        String event = record.path("eventName").asText("");
        String name = event.startsWith("s3:") ? event.substring("s3:".length()) : event;
        JsonNode object = record.path("s3").path("object");
        String bucket = record.path("s3").path("bucket").path("name").asText("");
        Optional<String> key = decoded(object.path("key").asText(""));
        if (!name.startsWith(CREATED) || bucket.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ObjectCreated(
                name.substring(CREATED.length()),
                bucket,
                key.get(),
                object.path("size").asLong(0),
                object.path("eTag").asText("").replace("\"", ""),
                time(record.path("eventTime").asText(""))));
    }

    private static Optional<String> decoded(String key) {
        try {
            return Optional.of(URLDecoder.decode(key, StandardCharsets.UTF_8)).filter(text -> !text.isEmpty());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** For the function's information only. */
    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException unknown) {
            return Instant.EPOCH;
        }
    }
}
