package chat.tertulia.functions.sweep;

import chat.tertulia.functions.s3.S3Settings;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** What Lambda calls: {@code chat.tertulia.functions.sweep.SweepHandler::handleRequest}. An exception means "again". */
public final class SweepHandler implements RequestHandler<S3Event, String> {
    private final SweepJob job;

    public SweepHandler() {
        Map<String, String> env = System.getenv();
        long hours = Long.parseLong(env.getOrDefault("TERTULIA_SWEEP_MANIFEST_HOURS", "24"));
        SweepBucket bucket = new SweepBucket(S3Settings.fromEnvironment(env));
        job = new SweepJob(bucket, Duration.ofHours(hours), Clock.systemUTC());
    }

    @Override
    public String handleRequest(S3Event event, Context context) {
        SweepLog log = new SweepLog(context);
        for (String key : keys(event.getRecords())) {
            try {
                log.outcome(key, job.run(key));
            } catch (IOException | SdkException failure) {
                throw log.failed(key, failure);
            }
        }
        return "ok";
    }

    /** @param records none in the test event that S3 sends when notifications are set up */
    private static List<String> keys(@Nullable List<S3EventNotificationRecord> records) {
        return records == null
                ? List.of()
                : records.stream()
                        .map(record -> record.getS3().getObject().getUrlDecodedKey())
                        .toList();
    }
}
