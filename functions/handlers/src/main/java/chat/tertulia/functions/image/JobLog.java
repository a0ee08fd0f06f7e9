package chat.tertulia.functions.image;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One line of JSON for each event: file and correlation id of the request that made the upload, outcome, durations, sizes.
 * On AWS the same line is a metric (CloudWatch embedded metric format).
 */
final class JobLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Set by AWS, and by nobody else. */
    private static final boolean ON_AWS = System.getenv("AWS_EXECUTION_ENV") != null;

    private final Context context;
    private final JobTrace trace;

    JobLog(Context context, S3EventNotificationRecord record, long nowNs) {
        this.context = context;
        trace = new JobTrace(record.getS3().getObject().getUrlDecodedKey(), nowNs);
        if (record.getEventTime() != null) {
            long queued = System.currentTimeMillis() - record.getEventTime().getMillis();
            trace.number("queuedMs", Math.max(0, queued));
        }
    }

    static List<S3EventNotificationRecord> records(S3Event event) {
        List<S3EventNotificationRecord> records = event.getRecords();
        return records == null ? List.of() : records;
    }

    JobTrace trace() {
        return trace;
    }

    /** Throws when the event is to be delivered again. */
    void outcome(ImageJob.Outcome outcome) {
        switch (outcome) {
            case ImageJob.Outcome.Judged(ImageResult result, String detail) ->
                write(line("info", result.state()).put("code", result.code()).put("detail", detail));
            case ImageJob.Outcome.Skipped(String why) ->
                write(line("info", "skipped").put("detail", why));
            case ImageJob.Outcome.Busy(String why) -> throw again("busy", why);
            case ImageJob.Outcome.GivenUp(String why) -> throw again("given up", why);
        }
    }

    private IllegalStateException again(String outcome, String why) {
        write(line("warning", outcome).put("detail", why));
        return new IllegalStateException(trace.key() + ": " + why);
    }

    /** @return what to throw, so that the event is delivered again */
    IllegalStateException failed(Exception failure) {
        write(line("error", "failed").put("detail", String.valueOf(failure)));
        return new IllegalStateException("The picture " + trace.key() + " could not be looked at.", failure);
    }

    private ObjectNode line(String level, String outcome) {
        ObjectNode line = JSON.createObjectNode()
                .put("level", level)
                .put("function", context.getFunctionName())
                .put("requestId", context.getAwsRequestId())
                .put("key", trace.key())
                .put("outcome", outcome);
        Upload upload = trace.upload();
        if (upload != null) {
            line.put("fileId", upload.fileId())
                    .put("correlationId", upload.correlationId())
                    .put("purpose", upload.purpose().wire());
        }
        trace.numbers().forEach(line::put);
        return ON_AWS ? withMetrics(line) : line;
    }

    private ObjectNode withMetrics(ObjectNode line) {
        ObjectNode aws = line.putObject("_aws").put("Timestamp", Instant.now().toEpochMilli());
        ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject().put("Namespace", "Tertulia");
        directive.putArray("Dimensions").addArray().add("function").add("outcome");
        ArrayNode metrics = directive.putArray("Metrics");
        trace.numbers().keySet().forEach(name -> {
            String unit = name.endsWith("Ms") ? "Milliseconds" : name.endsWith("Bytes") ? "Bytes" : "Count";
            metrics.addObject().put("Name", name).put("Unit", unit);
        });
        return line;
    }

    private void write(ObjectNode line) {
        context.getLogger().log(line + "\n");
    }
}
