package chat.tertulia.upload;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.ServerConfig.BucketConfig;
import chat.tertulia.platform.Service;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The object store: one bucket that anything which speaks S3 may keep. Its absence is {@code unavailable}, never a bug.
 * Blocks; safe from any thread.
 */
@Service
public class Bucket {
    /** A result document is a few hundred bytes; what is longer is none. */
    private static final int MAX_DOCUMENT_BYTES = 64 * 1024;

    private static final Logger LOG = Logger.getLogger(Bucket.class.getName());

    private final S3Client s3;
    private final String name;
    private volatile boolean known;

    @Inject
    public Bucket(ServerConfig config) {
        this(config.bucket());
    }

    public Bucket(BucketConfig config) {
        name = config.name();
        URI endpoint = config.endpoint();
        var builder = S3Client.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(credentials(config))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(Duration.ofSeconds(30)));
        if (endpoint != null) {
            // Stores other than AWS rarely have a DNS name for each bucket.
            builder.endpointOverride(endpoint)
                    .forcePathStyle(true)
                    // Bodies without chunks and trailers, which not every store knows. One that answers when it has the
                    // content, and does not wait for what ends it, seems to a client to have broken off (S3Proxy 4.1).
                    .serviceConfiguration(S3Configuration.builder()
                            .chunkedEncodingEnabled(false)
                            .build())
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        s3 = builder.build();
    }

    static AwsCredentialsProvider credentials(BucketConfig config) {
        return config.accessKey().isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(config.accessKey(), config.secretKey()));
    }

    @PreDestroy
    public void close() {
        s3.close();
    }

    /** Makes the bucket when it is missing. */
    void ensure() {
        if (!known) {
            reach();
        }
    }

    /** Asks the store now, whatever was known before. */
    void reach() {
        available(() -> {
            if (!exists()) {
                create();
            }
            known = true;
            return known;
        });
    }

    private void create() {
        try {
            s3.createBucket(request -> request.bucket(name));
        } catch (BucketAlreadyOwnedByYouException _) {
            // Somebody else who came at the same time was first.
        }
    }

    private boolean exists() {
        try {
            s3.headBucket(request -> request.bucket(name));
            return true;
        } catch (S3Exception refused) {
            if (refused.statusCode() == 404) {
                return false;
            }
            throw refused;
        }
    }

    /** @return the entity tag of the new object */
    String put(String key, Path file, String contentType, Map<String, String> metadata) {
        ensure();
        return available(() -> s3.putObject(
                        request -> request.bucket(name)
                                .key(key)
                                .contentType(contentType)
                                .metadata(metadata),
                        RequestBody.fromFile(file))
                .eTag());
    }

    /** The object's bytes, which the caller closes; a null range header means all of them. */
    InputStream open(String key, ByteRange range) {
        ensure();
        return available(() -> s3.getObject(request -> {
            request.bucket(name).key(key);
            if (range instanceof ByteRange.Part(long first, long last)) {
                request.range("bytes=" + first + "-" + last);
            }
        }));
    }

    /** A small text object, or empty when there is none. */
    Optional<byte[]> document(String key) {
        ensure();
        return available(() -> {
            try (InputStream body = s3.getObject(request -> request.bucket(name).key(key))) {
                return Optional.of(body.readNBytes(MAX_DOCUMENT_BYTES));
            } catch (NoSuchKeyException _) {
                return Optional.empty();
            } catch (IOException broken) {
                throw unavailable(broken);
            }
        });
    }

    /** What the store says of an object. */
    record Head(String etag, long size) {}

    Optional<Head> head(String key) {
        return available(() -> {
            try {
                var head = s3.headObject(request -> request.bucket(name).key(key));
                return Optional.of(new Head(head.eTag(), head.contentLength()));
            } catch (S3Exception refused) {
                // An answer without a body has no code of its own: the status is all there is.
                if (refused.statusCode() == 404) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /** The first bytes of an object that is there. */
    byte[] start(String key, int length) {
        try (InputStream body = open(key, new ByteRange.Part(0, length - 1L))) {
            return body.readNBytes(length);
        } catch (IOException broken) {
            throw unavailable(broken);
        }
    }

    /** Everything under the prefix, a page at a time. */
    void deleteAll(String prefix) {
        available(() -> {
            s3.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix))
                    .contents()
                    .forEach(object ->
                            s3.deleteObject(request -> request.bucket(name).key(object.key())));
            return name;
        });
    }

    S3Client s3() {
        return s3;
    }

    String name() {
        return name;
    }

    void delete(String key) {
        available(() -> s3.deleteObject(request -> request.bucket(name).key(key)));
    }

    /** For features that keep something else than files there; the call gets the client and the bucket's name. */
    public <T> T with(BiFunction<S3Client, String, T> call) {
        ensure();
        return available(() -> call.apply(s3, name));
    }

    /** The call's answer, or {@code unavailable} when the store gives none. */
    <T> T available(Supplier<T> call) {
        try {
            return call.get();
        } catch (NoSuchKeyException _) {
            throw Refusal.of(ErrorCode.NOT_FOUND, "There is no such file.");
        } catch (SdkException away) {
            // A bucket that was deleted meanwhile is made again by the next call.
            known = false;
            throw unavailable(away);
        }
    }

    private static Refusal unavailable(Exception cause) {
        LOG.log(Level.WARNING, cause, () -> "The object store does not answer");
        return Refusal.of(ErrorCode.UNAVAILABLE, "The object store does not answer; try again in a moment.");
    }
}
