package chat.tertulia.functions.host;

import chat.tertulia.functions.store.ObjectCreated;
import chat.tertulia.functions.store.ObjectStore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What AWS would be elsewhere: a bucket, its notifications, and the image function behind them. An upload that was
 * stored while nobody listened (a crash, a full queue) is found again by a scan for uploads without a verdict.
 */
public final class LocalCloud implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UPLOADS = "raw/";

    private final LocalCloudConfig config;
    private final ObjectStore store;
    private final FunctionRunner image;

    private LocalCloud(LocalCloudConfig config) throws IOException {
        this.config = config;
        Files.createDirectories(config.logFolder());
        store = ObjectStore.start(config.store(), this::created);
        image = new FunctionRunner(imageFunction(), config.retries(), this::bury, this::reconcile);
    }

    /** Ready when it returns; close it to end every process it has started. */
    public static LocalCloud start(LocalCloudConfig config) throws IOException {
        LocalCloud cloud = new LocalCloud(config);
        cloud.image.start();
        cloud.reconcile();
        return cloud;
    }

    /** Of S3, path style. */
    public URI endpoint() {
        return store.endpoint();
    }

    /** What a program needs in its environment to use the bucket: the TERTULIA_S3_ variables. */
    public Map<String, String> environment() {
        return Map.of(
                "TERTULIA_S3_ENDPOINT", endpoint().toString(),
                "TERTULIA_S3_REGION", "us-east-1",
                "TERTULIA_S3_BUCKET", config.store().bucket(),
                "TERTULIA_S3_ACCESS_KEY", config.store().accessKey(),
                "TERTULIA_S3_SECRET_KEY", config.store().secretKey());
    }

    /** Process id of the image function; zero while it sleeps. */
    public long imageProcess() {
        return image.pid();
    }

    private void created(ObjectCreated object) {
        if (object.key().startsWith(UPLOADS)
                && object.bucket().equals(config.store().bucket())) {
            image.deliver(object.toJson());
        }
    }

    private void reconcile() {
        store.forEach(UPLOADS, object -> {
            if (!store.contains("results/" + object.key().substring(UPLOADS.length()) + ".json")) {
                created(object);
            }
        });
    }

    private void bury(DeadLetter letter) {
        ObjectNode json = JSON.createObjectNode()
                .put("function", letter.function())
                .put("id", letter.id())
                .put("attempts", letter.attempts())
                .put("lastError", letter.lastError())
                .put("at", Instant.now().toString())
                .put("event", letter.event());
        store.put(
                "dead/" + letter.function() + '/' + letter.id() + ".json",
                json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private FunctionSpec imageFunction() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("TERTULIA_LIBVIPS", config.libvips().toString());
        return new FunctionSpec(
                "image",
                config.imageHandler(),
                config.functionClassPath(),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m"),
                environment,
                config.timeout(),
                config.idle(),
                config.logFolder().resolve("function-image.log"));
    }

    @Override
    public void close() {
        image.close();
        store.stop();
    }
}
