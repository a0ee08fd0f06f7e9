package chat.tertulia.functions.store;

import chat.tertulia.functions.s3.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket somewhere, by its own protocol. */
public final class RemoteBucket implements EventBucket, AutoCloseable {
    private static final int MAX_DOCUMENT = 64 * 1024;

    private final S3Client s3;
    private final String name;

    public RemoteBucket(S3Settings settings) {
        s3 = settings.client();
        name = settings.bucket();
    }

    @Override
    public void put(String key, byte[] json) {
        s3.putObject(
                request -> request.bucket(name).key(key).contentType("application/json"), RequestBody.fromBytes(json));
    }

    @Override
    public Optional<byte[]> read(String key) {
        try (var body = s3.getObject(request -> request.bucket(name).key(key))) {
            return Optional.of(body.readNBytes(MAX_DOCUMENT));
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void delete(String key) {
        s3.deleteObject(request -> request.bucket(name).key(key));
    }

    @Override
    public List<ObjectCreated> page(String prefix, String after) {
        return s3
                .listObjectsV2(request ->
                        request.bucket(name).prefix(prefix).maxKeys(PAGE).startAfter(after.isEmpty() ? null : after))
                .contents()
                .stream()
                .map(this::created)
                .toList();
    }

    private ObjectCreated created(S3Object object) {
        return ObjectCreated.found(name, object);
    }

    @Override
    public void close() {
        s3.close();
    }
}
