package chat.tertulia.upload;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.ServerConfig.BucketConfig;
import chat.tertulia.platform.Service;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Objects made of parts (S3 multipart uploads). Until they are put together there is no object, hence nothing that a function
 * or a reader could see. Blocks; safe from any thread.
 */
@Service
public class Multipart {
    /** So long an address that browsers write to is good. */
    static final Duration URL_LIFE = Duration.ofHours(1);

    private final Bucket bucket;
    private final S3Client s3;
    private final @Nullable S3Presigner presigner;

    @Inject
    public Multipart(Bucket bucket, ServerConfig config) {
        this(bucket, config.bucket());
    }

    Multipart(Bucket bucket, BucketConfig config) {
        this.bucket = bucket;
        this.s3 = bucket.s3();
        URI endpoint = config.publicEndpoint();
        this.presigner = endpoint == null ? null : presigner(config, endpoint);
    }

    private static S3Presigner presigner(BucketConfig config, URI endpoint) {
        return S3Presigner.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(Bucket.credentials(config))
                .endpointOverride(endpoint)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    @PreDestroy
    void close() {
        if (presigner != null) {
            presigner.close();
        }
    }

    /** Whether browsers reach the store themselves. */
    boolean isDirect() {
        return presigner != null;
    }

    record Part(int number, String etag, long size) {}

    /** @return the store's id of the upload */
    String begin(String key, Map<String, String> metadata) {
        bucket.ensure();
        return bucket.available(() -> s3.createMultipartUpload(request -> request.bucket(bucket.name())
                        .key(key)
                        .contentType(FileContent.OPAQUE)
                        .metadata(metadata))
                .uploadId());
    }

    void put(UploadSession session, int part, Path bytes) {
        boolean taken = bucket.available(() -> {
            try {
                s3.uploadPart(
                        request -> request.bucket(bucket.name())
                                .key(session.key())
                                .uploadId(session.multipartId())
                                .partNumber(part),
                        RequestBody.fromFile(bytes));
                return true;
            } catch (S3Exception refused) {
                return gone(refused, false);
            }
        });
        if (!taken) {
            throw Refusal.of(ErrorCode.NOT_FOUND, "This upload has ended.");
        }
    }

    /** An address that takes exactly this part, of exactly its length: the length is signed. */
    URI address(UploadSession session, int part) {
        if (presigner == null) {
            throw new IllegalStateException("No address of the store is known to browsers.");
        }
        return URI.create(presigner
                .presignUploadPart(signed -> signed.signatureDuration(URL_LIFE)
                        .uploadPartRequest(request -> request.bucket(bucket.name())
                                .key(session.key())
                                .uploadId(session.multipartId())
                                .partNumber(part)
                                .contentLength(session.sizeOf(part))))
                .url()
                .toString());
    }

    /** What has arrived, in order; empty once the upload has ended, one way or the other. */
    List<Part> parts(UploadSession session) {
        return bucket.available(() -> {
            try {
                return s3
                        .listParts(request ->
                                request.bucket(bucket.name()).key(session.key()).uploadId(session.multipartId()))
                        .parts()
                        .stream()
                        .map(part -> new Part(part.partNumber(), part.eTag(), part.size()))
                        .toList();
            } catch (S3Exception refused) {
                return gone(refused, List.of());
            }
        });
    }

    /** Makes the object of these parts; gives its entity tag, or nothing when the upload has ended before. */
    Optional<String> complete(UploadSession session, List<Part> parts) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        return bucket.available(() -> {
            try {
                return Optional.of(s3.completeMultipartUpload(request -> request.bucket(bucket.name())
                                .key(session.key())
                                .uploadId(session.multipartId())
                                .multipartUpload(whole -> whole.parts(completed)))
                        .eTag());
            } catch (S3Exception refused) {
                return gone(refused, Optional.<String>empty());
            }
        });
    }

    /** Removes all that the store has of a file: parts, object, what was made of it. */
    void remove(FileRemovalStore.Due due) {
        String multipartId = due.multipartId();
        if (multipartId != null) {
            abort(StoredFile.rawKey(due.fileId()), multipartId);
        }
        bucket.delete(StoredFile.rawKey(due.fileId()));
        bucket.delete(StoredFile.resultKey(due.fileId()));
        bucket.deleteAll(StoredFile.mediaPrefix(due.fileId()));
    }

    void abort(String key, String multipartId) {
        bucket.available(() -> {
            try {
                s3.abortMultipartUpload(
                        request -> request.bucket(bucket.name()).key(key).uploadId(multipartId));
                return key;
            } catch (S3Exception refused) {
                return gone(refused, key);
            }
        });
    }

    /** Stores say 404 of an upload that is no more, with the code NoSuchUpload or another one. */
    private static <T> T gone(S3Exception refused, T otherwise) {
        if (refused instanceof NoSuchUploadException || refused.statusCode() == 404) {
            return otherwise;
        }
        throw refused;
    }
}
