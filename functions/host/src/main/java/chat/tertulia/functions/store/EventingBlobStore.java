package chat.tertulia.functions.store;

import java.io.InputStream;
import java.time.Clock;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Tells a listener of every object that has come to be, after it has. Called by the threads of S3Proxy. */
final class EventingBlobStore extends ForwardingBlobStore {
    private final Consumer<ObjectCreated> listener;
    private final Clock clock;

    EventingBlobStore(BlobStore store, Consumer<ObjectCreated> listener, Clock clock) {
        super(store);
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        PutObjectResponse response = super.putBlob(request, body);
        created("Put", request.bucket(), request.key());
        return response;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        created("Copy", request.destinationBucket(), request.destinationKey());
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        created("CompleteMultipartUpload", upload.containerName(), upload.blobName());
        return response;
    }

    private void created(String cause, String bucket, String key) {
        HeadObjectResponse head = delegate().blobMetadataIfPresent(bucket, key);
        if (head != null) {
            String etag = head.eTag() == null ? "" : head.eTag().replace("\"", "");
            long size = head.contentLength() == null ? 0 : head.contentLength();
            listener.accept(new ObjectCreated(cause, bucket, key, size, etag, clock.instant()));
        }
    }
}
