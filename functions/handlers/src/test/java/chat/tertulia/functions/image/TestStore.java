package chat.tertulia.functions.image;

import chat.tertulia.functions.s3.LoopbackStore;
import chat.tertulia.functions.s3.S3Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Uploads and what came of them, on a real store. */
final class TestStore {
    static final String BUCKET = LoopbackStore.BUCKET;
    static final JobLimits LIMITS = new JobLimits(8 << 20, 0, 3, Duration.ofSeconds(30));

    static final Aside ASIDE = new Aside(Executors.newVirtualThreadPerTaskExecutor());

    private final LoopbackStore store;
    private final S3Client client;

    TestStore(Path folder) throws Exception {
        store = new LoopbackStore(folder);
        client = store.client();
    }

    S3Settings settings() {
        return store.settings();
    }

    S3Client client() {
        return client;
    }

    void put(String key, byte[] bytes, Map<String, String> metadata) {
        client.putObject(
                request -> request.bucket(BUCKET).key(key).metadata(new HashMap<>(metadata)),
                RequestBody.fromBytes(bytes));
    }

    void put(String key, byte[] bytes) {
        put(key, bytes, Map.of());
    }

    byte[] bytes(String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asByteArray();
    }

    String text(String key) {
        try {
            return new String(bytes(key), StandardCharsets.UTF_8);
        } catch (NoSuchKeyException missing) {
            return "";
        }
    }

    void delete(String key) {
        client.deleteObject(request -> request.bucket(BUCKET).key(key));
    }

    List<String> keys(String prefix) {
        return client.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    void stop() throws Exception {
        store.stop();
    }
}
