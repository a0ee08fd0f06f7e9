package chat.tertulia.functions.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How far an upload has come, by what lies under {@code results/}. Reading is total: what makes no sense is no answer. */
sealed interface Standing {
    /** Nothing is known about this upload, or only about an earlier one under its name. */
    record Open() implements Standing {}

    /**
     * Somebody works on it, or did until it was lost.
     *
     * @param owner the delivery that does
     */
    record Leased(int attempt, Instant until, String owner) implements Standing {
        /** A second try of the same delivery says that the first is over. */
        boolean keepsOff(String delivery, Instant now) {
            return !owner.equals(delivery) && now.isBefore(until);
        }

        String json(Upload upload) {
            return Json.MAPPER
                    .createObjectNode()
                    .put("fileId", upload.fileId())
                    .put("state", "processing")
                    .put("sourceEtag", upload.etag())
                    .put("attempt", attempt)
                    .put("leaseUntil", until.truncatedTo(ChronoUnit.MILLIS).toString())
                    .put("owner", owner)
                    .toString();
        }
    }

    /** Done or rejected, for good. */
    record Judged() implements Standing {}

    /** Failed in all attempts of one delivery; another one, sent by an administrator, begins anew. */
    record GivenUp(String owner) implements Standing {}

    final class Json {
        static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }

    /** @param etag of the upload, without quotes */
    static Standing of(Bucket.@Nullable Text result, String etag) {
        if (result == null) {
            return new Open();
        }
        try {
            JsonNode json = Json.MAPPER.readTree(result.content());
            return json.path("sourceEtag").asText().equals(etag) ? about(json) : new Open();
        } catch (JsonProcessingException damaged) {
            return new Open();
        }
    }

    private static Standing about(JsonNode json) {
        String owner = json.path("owner").asText();
        return switch (json.path("state").asText()) {
            case ImageResult.DONE, ImageResult.REJECTED -> new Judged();
            case ImageResult.FAILED -> new GivenUp(owner);
            case "processing" -> new Leased(Math.max(1, json.path("attempt").asInt()), until(json), owner);
            default -> new Open();
        };
    }

    private static Instant until(JsonNode json) {
        try {
            return Instant.parse(json.path("leaseUntil").asText());
        } catch (DateTimeException damaged) {
            return Instant.EPOCH;
        }
    }
}
