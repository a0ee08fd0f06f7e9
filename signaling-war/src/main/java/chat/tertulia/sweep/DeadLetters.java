package chat.tertulia.sweep;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.Bucket;
import chat.tertulia.upload.ResultPoller;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * {@code dead/<function>/<id>.json}. A letter is retried by writing it again with the time of the wish: the functions' host
 * sees that, delivers the event once more, and deletes the letter or writes a new one. The file waits for its result again. Blocks; safe from any thread.
 */
@Service
public class DeadLetters {
    private static final Pattern KEY = Pattern.compile("dead/([a-z]{1,32})/([A-Za-z0-9-]{1,64})\\.json");
    private static final int MAX_BYTES = 64 * 1024;
    private static final int SHOWN = 100;

    private final Bucket bucket;
    private final ResultPoller results;
    private final SweepMetrics metrics;
    private final Clock clock;

    @Inject
    public DeadLetters(Bucket bucket, ResultPoller results, SweepMetrics metrics, Clock clock) {
        this.bucket = bucket;
        this.results = results;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** For the metrics; a page of the listing at most. */
    void measure() {
        metrics.deadLetters(objects().size());
    }

    /** The youngest ones first. */
    List<DeadLetter> latest() {
        return objects().stream()
                .sorted(Comparator.comparing(S3Object::lastModified).reversed())
                .limit(SHOWN)
                .map(S3Object::key)
                .flatMap(key -> letter(key).stream())
                .toList();
    }

    /** @return the letter that will be tried again */
    DeadLetter retry(String function, String id) {
        String key = "dead/" + function + '/' + id + ".json";
        byte[] json = Optional.of(key)
                .filter(KEY.asMatchPredicate())
                .flatMap(this::bytes)
                .orElseThrow(DeadLetters::unknown);
        JsonNode stored = Json.tree(new String(json, StandardCharsets.UTF_8));
        if (!(stored instanceof ObjectNode wish)) {
            throw unknown();
        }
        wish.put("retriedAt", clock.instant().toString());
        RequestBody body = RequestBody.fromString(Json.write(wish));
        bucket.with((s3, name) ->
                s3.putObject(request -> request.bucket(name).key(key).contentType("application/json"), body));
        DeadLetter letter = DeadLetter.parse(function, id, json);
        if (letter.fileId() != null) {
            results.watchAgain(letter.fileId());
        }
        return letter;
    }

    private static Refusal unknown() {
        return Refusal.of(ErrorCode.NOT_FOUND, "There is no such dead letter.");
    }

    private List<S3Object> objects() {
        return bucket.with(
                (s3, name) -> s3.listObjectsV2(request -> request.bucket(name).prefix("dead/"))
                        .contents());
    }

    private Optional<DeadLetter> letter(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches()
                ? bytes(key).map(json -> DeadLetter.parse(matcher.group(1), matcher.group(2), json))
                : Optional.empty();
    }

    private Optional<byte[]> bytes(String key) {
        return bucket.with((s3, name) -> {
            try (var body = s3.getObject(request -> request.bucket(name).key(key))) {
                return Optional.of(body.readNBytes(MAX_BYTES));
            } catch (NoSuchKeyException gone) {
                return Optional.empty();
            } catch (IOException broken) {
                throw Refusal.of(ErrorCode.UNAVAILABLE, "The object store broke off; try again in a moment.");
            }
        });
    }
}
