package chat.tertulia.functions.image;

import chat.tertulia.functions.s3.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The one bucket, as this function uses it. */
final class Bucket implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String name;

    /** An object without its bytes. */
    record Head(
            String etag,
            long size,
            @Nullable String correlationId,
            @Nullable String purpose) {}

    /** An object that is small enough for a string. */
    record Text(String etag, String content) {}

    Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    static Bucket of(S3Settings settings) {
        return new Bucket(settings.client(), settings.bucket());
    }

    Optional<Head> head(String key) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(name).key(key));
            return Optional.of(headOf(head.eTag(), head.contentLength(), head.metadata()));
        } catch (S3Exception missing) {
            if (missing.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    /** An object with its bytes on their way; whoever asked for it reads them, or breaks off. */
    record Found(Head head, ResponseInputStream<GetObjectResponse> body) {
        /** @throws IOException when fewer bytes come than were promised, too */
        void save(Path to) throws IOException {
            try (body) {
                long size = Files.copy(body, to, StandardCopyOption.REPLACE_EXISTING);
                if (size != head.size()) {
                    throw new IOException("Only " + size + " of " + head.size() + " bytes came");
                }
            }
        }

        /** The rest is not wanted. */
        void abort() {
            body.abort();
        }
    }

    Optional<Found> open(String key) {
        try {
            var body = s3.getObject(request -> request.bucket(name).key(key));
            GetObjectResponse object = body.response();
            return Optional.of(new Found(headOf(object.eTag(), object.contentLength(), object.metadata()), body));
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        }
    }

    private static Head headOf(String etag, long size, Map<String, String> metadata) {
        return new Head(etag, size, metadata.get("correlation-id"), metadata.get("purpose"));
    }

    void upload(String key, Path file, String mime) {
        s3.putObject(request -> request.bucket(name).key(key).contentType(mime), RequestBody.fromFile(file));
    }

    Optional<Text> text(String key) {
        try {
            var bytes = s3.getObjectAsBytes(request -> request.bucket(name).key(key));
            return Optional.of(new Text(bytes.response().eTag(), bytes.asUtf8String()));
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        }
    }

    /**
     * Writes only over what was read before.
     *
     * @param over the object that was there, or null when there was none
     * @return what is there now; nothing when somebody else has written meanwhile
     */
    Optional<Text> replace(String key, @Nullable Text over, String json) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(name).key(key).contentType("application/json");
        if (over == null) {
            request.ifNoneMatch("*");
        } else {
            request.ifMatch(over.etag());
        }
        try {
            return Optional.of(new Text(
                    s3.putObject(request.build(), RequestBody.fromString(json)).eTag(), json));
        } catch (S3Exception lost) {
            int status = lost.statusCode();
            if (status == PRECONDITION_FAILED || status == CONFLICT || (status == NOT_FOUND && over != null)) {
                // A client that sends again after a lost answer meets what it has written itself.
                return text(key).filter(now -> now.content().equals(json));
            }
            throw lost;
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
