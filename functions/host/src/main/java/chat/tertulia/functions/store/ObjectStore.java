package chat.tertulia.functions.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** S3 on a port of the loopback, one bucket, objects as files. */
public final class ObjectStore {
    private static final System.Logger LOG = System.getLogger(ObjectStore.class.getName());
    // At FINE S3Proxy logs whole canonical requests. Held here, since the log manager forgets loggers nobody refers to.
    private static final Logger PROXY_LOG = Logger.getLogger("org.gaul");

    private final StoreConfig config;
    private final BlobStore files;
    private final S3Proxy proxy;

    private ObjectStore(StoreConfig config, BlobStore files, S3Proxy proxy) {
        this.config = config;
        this.files = files;
        this.proxy = proxy;
    }

    /** @param listener told of every object that a client creates; must not block */
    public static ObjectStore start(StoreConfig config, Consumer<ObjectCreated> listener) throws IOException {
        PROXY_LOG.setLevel(java.util.logging.Level.WARNING);
        Files.createDirectories(config.folder());
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", config.folder().toAbsolutePath().toString());
        BlobStore files = BlobStores.create("filesystem-nio2", properties);
        if (!files.containerExists(config.bucket())) {
            files.createContainer(config.bucket());
        }
        try {
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(new EventingBlobStore(files, listener, Clock.systemUTC()))
                    .endpoint(URI.create("http://127.0.0.1:" + config.port()))
                    .awsAuthentication(AuthenticationType.AWS_V4, config.accessKey(), config.secretKey())
                    .jettyMaxThreads(32)
                    .build();
            proxy.start();
            return new ObjectStore(config, files, proxy);
        } catch (Exception failure) {
            throw new IOException("The object store did not start: " + failure.getMessage(), failure);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    public void put(String key, byte[] bytes) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(config.bucket())
                .key(key)
                .contentLength((long) bytes.length)
                .contentType("application/json")
                .build();
        files.putBlob(request, new ByteArrayInputStream(bytes));
    }

    public boolean contains(String key) {
        return files.blobExists(config.bucket(), key);
    }

    /** In the order of their keys, a page at a time. */
    public void forEach(String prefix, Consumer<ObjectCreated> visitor) {
        String token = null;
        do {
            ListObjectsV2Response page = page(prefix, token);
            page.contents()
                    .forEach(object -> visitor.accept(new ObjectCreated(
                            "Put",
                            config.bucket(),
                            object.key(),
                            object.size(),
                            object.eTag() == null ? "" : object.eTag().replace("\"", ""),
                            object.lastModified())));
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
    }

    private ListObjectsV2Response page(String prefix, @Nullable String token) {
        return files.list(ListObjectsV2Request.builder()
                .bucket(config.bucket())
                .prefix(prefix)
                .maxKeys(1000)
                .continuationToken(token)
                .build());
    }

    public void stop() {
        try {
            proxy.stop();
        } catch (Exception failure) {
            LOG.log(Level.WARNING, "The object store did not stop.", failure);
        }
        files.close();
    }
}
