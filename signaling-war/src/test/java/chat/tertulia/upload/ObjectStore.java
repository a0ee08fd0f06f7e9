package chat.tertulia.upload;

import chat.tertulia.platform.ServerConfig.BucketConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3Proxy on the loopback, and what the image function would do with it. */
public final class ObjectStore {
    private static final String BUCKET = "pictures";

    private final S3Proxy proxy;
    private final S3Client client;
    private final BucketConfig config;

    private ObjectStore(S3Proxy proxy) {
        this.proxy = proxy;
        URI endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
        config = new BucketConfig(endpoint, null, "us-east-1", BUCKET, "key", "secret");
        client = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    public static ObjectStore in(Path folder) throws Exception {
        return in(folder, 0);
    }

    /** Listens on this port, or on a free one for 0. */
    public static ObjectStore in(Path folder, int port) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
                .stopTimeout(0)
                .build();
        proxy.start();
        return new ObjectStore(proxy);
    }

    /** What an operator sets so that a server finds it. */
    public Map<String, String> environment() {
        return Map.of("TERTULIA_S3_ENDPOINT", String.valueOf(config.endpoint()), "TERTULIA_S3_BUCKET", BUCKET);
    }

    /** Uploads in parts that have begun and not ended. */
    List<String> unfinished() {
        return client.listMultipartUploads(request -> request.bucket(BUCKET)).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    public BucketConfig config() {
        return config;
    }

    public void put(String key, String text) {
        client.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    /** What the image function writes when all went well. */
    public void finish(StoredFile file) {
        finish(file, file.etag().replace("\"", ""));
    }

    void finish(StoredFile file, String etag) {
        finish(file.fileId(), etag);
    }

    /** As the function would, which asks the store for the etag. */
    public void finish(String fileId) {
        finish(fileId, head("raw/" + fileId).eTag().replace("\"", ""));
    }

    private void finish(String id, String etag) {
        put("media/" + id + "/full.avif", "the full picture");
        put("media/" + id + "/thumb.avif", "small");
        put("results/" + id + ".json", """
                {"fileId":"%1$s","state":"done","sourceEtag":"%2$s","mime":"image/png","width":640,"height":480,
                 "full":{"key":"media/%1$s/full.avif","mime":"image/avif","width":640,"height":480,"size":16},
                 "thumb":{"key":"media/%1$s/thumb.avif","mime":"image/avif","width":320,"height":240,"size":5},
                 "dominantColor":"#a0b0c0","blurHash":"LEHV6nWB2yk8pyo0adR*.7kCMdnj","animated":true,"frames":12,"finishedAt":"2026-03-01T12:00:01Z"}""".formatted(id, etag));
    }

    public void reject(StoredFile file, String code) {
        put("results/" + file.fileId() + ".json", """
                {"fileId":"%s","state":"rejected","code":"%s","message":"no","sourceEtag":"%s"}""".formatted(
                        file.fileId(), code, file.etag().replace("\"", "")));
    }

    public String text(String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asString(StandardCharsets.UTF_8);
    }

    public HeadObjectResponse head(String key) {
        return client.headObject(request -> request.bucket(BUCKET).key(key));
    }

    public List<String> keys() {
        return client.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    public void stop() throws Exception {
        proxy.stop();
    }

    public void close() throws Exception {
        client.close();
        proxy.stop();
    }
}
