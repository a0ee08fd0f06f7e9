package chat.tertulia.functions.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One line of JSON for each event. */
final class SweepLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Context context;

    SweepLog(Context context) {
        this.context = context;
    }

    void outcome(String key, SweepJob.Outcome outcome) {
        ObjectNode line = line("info", key);
        switch (outcome) {
            case SweepJob.Outcome.Reported(SweepReport report) -> {
                line.put("outcome", report.refused() == null ? "swept" : "refused");
                line.set("report", JSON.valueToTree(report));
            }
            case SweepJob.Outcome.Skipped(String why) ->
                line.put("outcome", "skipped").put("detail", why);
        }
        write(line);
    }

    /** @return what to throw, so that the event is delivered again */
    IllegalStateException failed(String key, Exception failure) {
        write(line("error", key).put("outcome", "failed").put("detail", String.valueOf(failure)));
        return new IllegalStateException("The sweep of " + key + " broke off: " + failure.getMessage(), failure);
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
