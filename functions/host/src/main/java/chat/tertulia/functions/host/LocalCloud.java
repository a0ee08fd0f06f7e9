package chat.tertulia.functions.host;

import chat.tertulia.functions.store.ObjectCreated;
import chat.tertulia.functions.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What AWS would be elsewhere: a bucket, its notifications, and the functions behind them. What was stored while nobody
 * listened (a crash, a full queue) is found again by a search for objects without a result.
 */
public final class LocalCloud implements AutoCloseable {
    private final LocalCloudConfig config;
    private final ObjectStore store;
    private final FunctionHost functions;
    private volatile @Nullable FunctionHost listening;

    private LocalCloud(LocalCloudConfig config) throws IOException {
        this.config = config;
        Files.createDirectories(config.functions().logFolder());
        store = ObjectStore.start(config.store(), this::created);
        functions = new FunctionHost(
                store,
                Functions.of(config.functions(), environment()),
                config.functions().retries(),
                ScanPlan.TOLD);
    }

    /** Ready when it returns; close it to end every process it has started. */
    public static LocalCloud start(LocalCloudConfig config) throws IOException {
        LocalCloud cloud = new LocalCloud(config);
        cloud.functions.start();
        cloud.listening = cloud.functions;
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

    /** For whoever reads its metrics. */
    public FunctionHost functions() {
        return functions;
    }

    /** Process id of the image function; zero while it sleeps. */
    public long imageProcess() {
        return functions.process(Functions.IMAGE);
    }

    /** Before the functions are there nothing is lost: their first search finds it. */
    private void created(ObjectCreated object) {
        FunctionHost host = listening;
        if (host != null && object.bucket().equals(config.store().bucket())) {
            host.created(object);
        }
    }

    @Override
    public void close() {
        functions.close();
        store.stop();
    }
}
