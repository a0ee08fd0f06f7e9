package chat.tertulia.functions.sweep;

import chat.tertulia.functions.s3.LoopbackStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket on a real store, whose objects are as old as the test says. */
final class TestBucket {
    static final String NAME = LoopbackStore.BUCKET;

    private final Path folder;
    private final LoopbackStore store;
    private final S3Client client;

    TestBucket(Path folder) throws Exception {
        this.folder = folder;
        store = new LoopbackStore(folder);
        client = store.client();
    }

    SweepBucket open() {
        return new SweepBucket(store.settings());
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
        store.stop();
    }
}
