package chat.tertulia.functions.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** S3 on a port of the loopback, one bucket, objects as files. */
public final class ObjectStore implements EventBucket {
    private static final System.Logger LOG = System.getLogger(ObjectStore.class.getName());
    // At FINE S3Proxy logs whole canonical requests. Held here, since the log manager forgets loggers nobody refers to.
    private static final Logger PROXY_LOG = Logger.getLogger("org.gaul");

    private static final int MAX_DOCUMENT = 64 * 1024;

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
                    .corsRules(writersOnly(config.writers()))
                    .build();
            proxy.start();
            return new ObjectStore(config, files, proxy);
        } catch (Exception failure) {
            throw new IOException("The object store did not start: " + failure.getMessage(), failure);
        }
    }

    /** What docs/operate.md asks of any store that browsers write to: PUT from these origins, and nothing else. */
    private static CrossOriginResourceSharing writersOnly(List<String> origins) {
        return origins.isEmpty()
                ? CrossOriginResourceSharing.disabled()
                : new CrossOriginResourceSharing(
                        // Each is read as a regular expression.
                        origins.stream().map(Pattern::quote).toList(),
                        List.of("PUT"),
                        List.of("content-type"),
                        List.of(),
                        "");
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    @Override
    public void put(String key, byte[] json) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(config.bucket())
                .key(key)
                .contentLength((long) json.length)
                .contentType("application/json")
                .build();
        files.putBlob(request, new ByteArrayInputStream(json));
    }

    @Override
    public Optional<byte[]> read(String key) {
        if (!files.blobExists(config.bucket(), key)) {
            return Optional.empty();
        }
        try (InputStream body = files.getBlob(
                GetObjectRequest.builder().bucket(config.bucket()).key(key).build())) {
            return Optional.of(body.readNBytes(MAX_DOCUMENT));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void delete(String key) {
        files.removeBlob(config.bucket(), key);
    }

    @Override
    public List<ObjectCreated> page(String prefix, String after) {
        return files
                .list(ListObjectsV2Request.builder()
                        .bucket(config.bucket())
                        .prefix(prefix)
                        .maxKeys(PAGE)
                        .startAfter(after.isEmpty() ? null : after)
                        .build())
                .contents()
                .stream()
                .map(object -> ObjectCreated.found(config.bucket(), object))
                .toList();
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
