package chat.tertulia.functions.host;

import chat.tertulia.functions.store.EventBucket;
import chat.tertulia.functions.store.ObjectCreated;
import java.util.List;

/**
 * The functions of one bucket: brings each event to the function that it calls, whoever told of it.
 *
 * <p>Any thread may call; each function has a thread of its own.
 */
public final class FunctionHost implements AutoCloseable {
    private final List<HostedFunction> functions;

    /** A function and what calls it. */
    public record Deployment(FunctionSpec spec, Trigger trigger) {}

    /** @param bucket closed by who made it */
    public FunctionHost(EventBucket bucket, List<Deployment> deployments, RetryPolicy retries, ScanPlan plan) {
        functions = deployments.stream()
                .map(deployment -> new HostedFunction(bucket, deployment, retries, plan))
                .toList();
    }

    public void start() {
        functions.forEach(HostedFunction::start);
    }

    /**
     * Never blocks.
     *
     * @return false when there was no room and nothing remembers it but the next scan
     */
    public boolean created(ObjectCreated object) {
        boolean taken = true;
        for (HostedFunction function : functions) {
            taken &= function.created(object);
        }
        return taken;
    }

    /** Process id of a function; zero while it sleeps. */
    public long process(String function) {
        return functions.stream()
                .filter(one -> one.name().equals(function))
                .mapToLong(HostedFunction::pid)
                .findFirst()
                .orElse(0);
    }

    /** In the text format of Prometheus. */
    public String metrics() {
        StringBuilder text = new StringBuilder();
        functions.forEach(function -> function.writeMetrics(text));
        return text.toString();
    }

    @Override
    public void close() {
        functions.forEach(HostedFunction::close);
    }
}
