package chat.tertulia.functions.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Something was stored.
 *
 * @param cause {@code Put}, {@code Copy} or {@code CompleteMultipartUpload}
 * @param etag without quotes
 */
public record ObjectCreated(String cause, String bucket, String key, long size, String etag, Instant at) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong SEQUENCE = new AtomicLong(System.currentTimeMillis() << 16);

    /** One that was not told of but found in a listing. */
    public static ObjectCreated found(String bucket, S3Object object) {
        String etag = object.eTag() == null ? "" : object.eTag().replace("\"", "");
        long size = object.size() == null ? 0 : object.size();
        return new ObjectCreated("Put", bucket, object.key(), size, etag, object.lastModified());
    }

    /**
     * An S3 notification with one record, version 2.1
     * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html). The key is
     * form-encoded: a space is a plus.
     */
    public String toJson() {
        ObjectNode record = JSON.createObjectNode()
                .put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", "us-east-1")
                .put("eventTime", at.toString())
                .put("eventName", "ObjectCreated:" + cause);
        record.putObject("userIdentity").put("principalId", "local");
        record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
        record.putObject("responseElements").put("x-amz-request-id", "local");
        ObjectNode s3 = record.putObject("s3").put("s3SchemaVersion", "1.0").put("configurationId", "local");
        s3.putObject("bucket").put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
        s3.putObject("object")
                .put("key", URLEncoder.encode(key, StandardCharsets.UTF_8))
                .put("size", size)
                .put("eTag", etag)
                .put("sequencer", String.format("%016X", SEQUENCE.incrementAndGet()));
        ObjectNode event = JSON.createObjectNode();
        event.putArray("Records").add(record);
        return event.toString();
    }
}
