package chat.tertulia.functions.sweep;

import chat.tertulia.functions.s3.S3Settings;
import chat.tertulia.functions.sweep.Sweep.Listed;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The one bucket, as this function uses it. */
final class SweepBucket implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    /** What more there is waits for the next sweep. */
    private static final int MAX_UPLOADS = 10_000;

    /** Where uploads in parts happen: those of members, and the server's own manifests. */
    private static final List<String> UPLOADED = List.of("raw/", "sweeps/");

    private final S3Client s3;
    private final String name;

    /** A manifest as it lies there; the same bytes are asked for again by the tag. */
    record Opened(InputStream bytes, String etag, Instant stored) {}

    /** An upload in parts that nobody has completed. */
    record Upload(String key, String uploadId) {}

    SweepBucket(S3Settings settings) {
        name = settings.bucket();
        s3 = settings.client();
    }

    /** @return empty when there is no such object */
    Optional<Opened> open(String key) {
        try {
            ResponseInputStream<GetObjectResponse> body =
                    s3.getObject(request -> request.bucket(name).key(key));
            GetObjectResponse head = body.response();
            return Optional.of(new Opened(body, head.eTag(), head.lastModified()));
        } catch (S3Exception missing) {
            return absent(missing);
        }
    }

    /** @return empty when it is no longer the same object */
    Optional<InputStream> again(String key, String etag) {
        try {
            return Optional.of(
                    s3.getObject(request -> request.bucket(name).key(key).ifMatch(etag)));
        } catch (S3Exception changed) {
            return absent(changed);
        }
    }

    private static <T> Optional<T> absent(S3Exception cause) {
        if (cause.statusCode() == NOT_FOUND || cause.statusCode() == PRECONDITION_FAILED) {
            return Optional.empty();
        }
        throw cause;
    }

    boolean contains(String key) {
        try {
            s3.headObject(request -> request.bucket(name).key(key));
            return true;
        } catch (S3Exception missing) {
            return absent(missing).isPresent();
        }
    }

    /**
     * Everything below the prefixes, one after the other; one page at a time in memory. By hand, as the iterator of a flat-mapped
     * stream takes in all of an inner stream before it gives out the first.
     */
    Iterator<Listed> list(List<String> prefixes) {
        Iterator<String> rest = prefixes.iterator();
        return new Iterator<>() {
            private Iterator<S3Object> below = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!below.hasNext() && rest.hasNext()) {
                    below = below(rest.next());
                }
                return below.hasNext();
            }

            @Override
            public Listed next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                S3Object object = below.next();
                return new Listed(object.key(), object.size() == null ? 0 : object.size(), object.lastModified());
            }
        };
    }

    private Iterator<S3Object> below(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix))
                .contents()
                .iterator();
    }

    Set<String> delete(List<Listed> objects) {
        List<ObjectIdentifier> keys = objects.stream()
                .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                .toList();
        var answer = s3.deleteObjects(request -> request.bucket(name)
                .delete(Delete.builder().objects(keys).quiet(true).build()));
        return answer.errors().stream().map(S3Error::key).collect(Collectors.toSet());
    }

    /** Uploads in parts that began before the cut, in the order of {@link KeyOrder}, which not every store keeps. */
    List<Upload> uploadsBefore(Instant cut) {
        return UPLOADED.stream()
                .flatMap(
                        prefix -> s3
                                .listMultipartUploadsPaginator(
                                        request -> request.bucket(name).prefix(prefix))
                                .uploads()
                                .stream())
                .filter(upload ->
                        upload.initiated() != null && upload.initiated().isBefore(cut))
                .map(upload -> new Upload(upload.key(), upload.uploadId()))
                .limit(MAX_UPLOADS)
                .sorted((left, right) -> KeyOrder.UTF_8.compare(left.key(), right.key()))
                .toList();
    }

    void abort(Upload upload) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(name).key(upload.key()).uploadId(upload.uploadId()));
        } catch (NoSuchUploadException ended) {
            // Completed or aborted meanwhile: as good.
        }
    }

    void put(String key, String json) {
        s3.putObject(
                request -> request.bucket(name).key(key).contentType("application/json"), RequestBody.fromString(json));
    }

    @Override
    public void close() {
        s3.close();
    }
}
