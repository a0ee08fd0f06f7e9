package chat.tertulia.functions.image;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3Proxy on a free port of the loopback, with one bucket. */
final class TestStore {
    static final String BUCKET = "pictures";
    static final JobLimits LIMITS = new JobLimits(8 << 20, 0, 3, Duration.ofSeconds(30));
    private static final ImageSettings.Credentials KEYS = new ImageSettings.Credentials("test-key", "test-secret");
    // Held, since the log manager forgets loggers that nobody refers to.
    private static final Logger LOG = Logger.getLogger("org.gaul");

    private final S3Proxy proxy;
    private final URI endpoint;
    private final S3Client client;

    TestStore(Path folder) throws Exception {
        LOG.setLevel(Level.WARNING);
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEYS.accessKey(), KEYS.secretKey())
                .build();
        proxy.start();
        endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
        client = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(KEYS.accessKey(), KEYS.secretKey())))
                .build();
        client.createBucket(request -> request.bucket(BUCKET));
    }

    ImageSettings settings(Path library) {
        return new ImageSettings(endpoint, "us-east-1", BUCKET, KEYS, library, null, LIMITS);
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
        client.close();
        proxy.stop();
    }
}
