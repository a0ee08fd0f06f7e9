package chat.tertulia.functions.sweep;

import chat.tertulia.functions.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3Proxy on a free port of the loopback, whose objects are as old as the test says. */
final class TestBucket {
    static final String NAME = "pictures";
    // Held, since the log manager forgets loggers that nobody refers to.
    private static final Logger LOG = Logger.getLogger("org.gaul");

    private final Path folder;
    private final S3Proxy proxy;
    private final S3Settings settings;
    private final S3Client client;

    TestBucket(Path folder) throws Exception {
        LOG.setLevel(Level.WARNING);
        this.folder = folder;
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "test-key", "test-secret")
                .build();
        proxy.start();
        settings = new S3Settings(
                URI.create("http://127.0.0.1:" + proxy.getPort()),
                "us-east-1",
                NAME,
                new S3Settings.Keys("test-key", "test-secret"));
        client = settings.client();
        client.createBucket(request -> request.bucket(NAME));
    }

    SweepBucket open() {
        return new SweepBucket(settings);
    }

    void put(String key, byte[] bytes, Instant storedAt) throws IOException {
        client.putObject(request -> request.bucket(NAME).key(key), RequestBody.fromBytes(bytes));
        Files.setLastModifiedTime(folder.resolve(NAME).resolve(key), FileTime.from(storedAt));
    }

    void put(String key, Instant storedAt) throws IOException {
        put(key, key.getBytes(StandardCharsets.UTF_8), storedAt);
    }

    /** Past the protocol, for many. */
    void place(String key, Instant storedAt) throws IOException {
        Path file = folder.resolve(NAME).resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, key);
        Files.setLastModifiedTime(file, FileTime.from(storedAt));
    }

    String begin(String key) {
        return client.createMultipartUpload(request -> request.bucket(NAME).key(key))
                .uploadId();
    }

    List<String> begun() {
        return client.listMultipartUploads(request -> request.bucket(NAME)).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    void delete(String key) {
        client.deleteObject(request -> request.bucket(NAME).key(key));
    }

    String text(String key) {
        return client.getObjectAsBytes(request -> request.bucket(NAME).key(key)).asUtf8String();
    }

    List<String> keys() {
        return client.listObjectsV2Paginator(request -> request.bucket(NAME)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    void stop() throws Exception {
        client.close();
        proxy.stop();
    }
}
