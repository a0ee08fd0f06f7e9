package chat.tertulia.sweep;

import chat.tertulia.upload.Bucket;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object of unknown length, stored in parts as it is written; a short one at once. It comes to be with {@link #finish}
 * and not before: closed without that, nothing is left of it.
 *
 * <p>Owned by: the thread that writes.
 */
final class ManifestUpload extends OutputStream {
    /** The least that S3 takes as a part that is not the last. */
    static final int PART = 5 << 20;

    private static final String TYPE = "application/gzip";

    private final Bucket bucket;
    private final String key;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final List<CompletedPart> parts = new ArrayList<>();
    private @Nullable String uploadId;
    private boolean finished;

    ManifestUpload(Bucket bucket, String key) {
        this.bucket = bucket;
        this.key = key;
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        buffer.write(bytes, offset, length);
        if (buffer.size() >= PART) {
            sendPart(upload());
        }
    }

    void finish() {
        if (uploadId == null) {
            RequestBody body = RequestBody.fromBytes(buffer.toByteArray());
            bucket.with((s3, name) ->
                    s3.putObject(request -> request.bucket(name).key(key).contentType(TYPE), body));
        } else {
            complete(uploadId);
        }
        finished = true;
    }

    private void complete(String id) {
        if (buffer.size() > 0) {
            sendPart(id);
        }
        bucket.with((s3, name) -> s3.completeMultipartUpload(
                request -> request.bucket(name).key(key).uploadId(id).multipartUpload(upload -> upload.parts(parts))));
    }

    private String upload() {
        if (uploadId == null) {
            uploadId = bucket.with((s3, name) -> s3.createMultipartUpload(
                            request -> request.bucket(name).key(key).contentType(TYPE))
                    .uploadId());
        }
        return uploadId;
    }

    private void sendPart(String id) {
        int number = parts.size() + 1;
        RequestBody body = RequestBody.fromBytes(buffer.toByteArray());
        String etag = bucket.with((s3, name) -> s3.uploadPart(
                        request -> request.bucket(name).key(key).uploadId(id).partNumber(number), body)
                .eTag());
        parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        buffer.reset();
    }

    /** After a failure what was sent goes at once; if even that fails, a later sweep ends it. */
    @Override
    public void close() {
        String id = uploadId;
        if (!finished && id != null) {
            finished = true;
            bucket.with((s3, name) -> s3.abortMultipartUpload(
                    request -> request.bucket(name).key(key).uploadId(id)));
        }
    }
}
