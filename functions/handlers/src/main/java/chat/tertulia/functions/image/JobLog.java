package chat.tertulia.functions.image;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One line of JSON for each event, with the correlation id of the request that made the upload. */
final class JobLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Context context;

    JobLog(Context context) {
        this.context = context;
    }

    void outcome(String key, ImageJob.Outcome outcome) {
        ObjectNode line = line("info", key);
        switch (outcome) {
            case ImageJob.Outcome.Judged(ImageResult result, String detail) -> {
                line.put("correlationId", result.correlationId());
                line.put("outcome", result.state());
                line.put("code", result.code());
                line.put("detail", detail);
            }
            case ImageJob.Outcome.Skipped(String why) ->
                line.put("outcome", "skipped").put("detail", why);
        }
        write(line);
    }

    /** @return what to throw, so that the event is delivered again */
    IllegalStateException failed(String key, Exception failure) {
        write(line("error", key).put("outcome", "failed").put("detail", String.valueOf(failure)));
        return new IllegalStateException("The picture " + key + " could not be looked at.", failure);
    }

    private ObjectNode line(String level, String key) {
        return JSON.createObjectNode()
                .put("level", level)
                .put("function", context.getFunctionName())
                .put("requestId", context.getAwsRequestId())
                .put("key", key);
    }

    private void write(ObjectNode line) {
        context.getLogger().log(line + "\n");
    }
}
