package chat.tertulia.functions.host;

import chat.tertulia.functions.s3.S3Settings;
import chat.tertulia.functions.store.RemoteBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions beside a bucket that is somewhere else: {@code ./tertulia functions host}. It is told of new objects by the
 * store's webhook, or searches for them.
 */
public final class RemoteFunctions implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(15);

    private final RemoteBucket bucket;
    private final FunctionHost functions;
    private final @Nullable HostEndpoint endpoint;

    /**
     * What the operator set.
     *
     * @param port of {@code /events} and {@code /metrics}; null for none
     * @param token that the store shows; null takes no events
     * @param plan how the bucket is searched
     */
    public record Settings(
            S3Settings s3, @Nullable Integer port, @Nullable String token, ScanPlan plan) {
        /** @throws IllegalArgumentException with words for the operator */
        public static Settings fromEnvironment(Map<String, String> env) {
            String port = env.getOrDefault("TERTULIA_FUNCTIONS_PORT", "").strip();
            String seconds =
                    env.getOrDefault("TERTULIA_FUNCTIONS_POLL_SECONDS", "").strip();
            String token = token(env);
            ScanPlan plan = seconds.isEmpty()
                    ? token == null ? ScanPlan.polled(POLL) : ScanPlan.TOLD
                    : ScanPlan.polled(Duration.ofSeconds(number("TERTULIA_FUNCTIONS_POLL_SECONDS", seconds, 86_400)));
            return new Settings(
                    S3Settings.fromEnvironment(env),
                    port.isEmpty() ? null : (Integer) number("TERTULIA_FUNCTIONS_PORT", port, 65_535),
                    token,
                    plan);
        }

        private static @Nullable String token(Map<String, String> env) {
            String file = env.getOrDefault("TERTULIA_FUNCTIONS_TOKEN_FILE", "").strip();
            try {
                String token =
                        file.isEmpty() ? "" : Files.readString(Path.of(file)).strip();
                if (file.isEmpty() || !token.isEmpty()) {
                    return file.isEmpty() ? null : token;
                }
            } catch (IOException unreadable) {
                throw new IllegalArgumentException("TERTULIA_FUNCTIONS_TOKEN_FILE cannot be read: " + file, unreadable);
            }
            throw new IllegalArgumentException("TERTULIA_FUNCTIONS_TOKEN_FILE is empty: " + file);
        }

        private static int number(String name, String text, int max) {
            if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > max) {
                throw new IllegalArgumentException(name + " wants a number from 0 to " + max + ".");
            }
            return Integer.parseInt(text);
        }

        /** The way to the bucket, for the processes of the functions; without keys they find their own. */
        Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>();
            environment.put("TERTULIA_S3_REGION", s3.region());
            environment.put("TERTULIA_S3_BUCKET", s3.bucket());
            if (s3.endpoint() != null) {
                environment.put("TERTULIA_S3_ENDPOINT", s3.endpoint().toString());
            }
            if (s3.keys() != null) {
                environment.put("TERTULIA_S3_ACCESS_KEY", s3.keys().access());
                environment.put("TERTULIA_S3_SECRET_KEY", s3.keys().secret());
            }
            return environment;
        }

        @Override
        public String toString() {
            return s3.toString();
        }
    }

    private RemoteFunctions(Settings settings, FunctionsConfig config) throws IOException {
        Files.createDirectories(config.logFolder());
        bucket = new RemoteBucket(settings.s3());
        functions = new FunctionHost(
                bucket, Functions.of(config, settings.environment()), config.retries(), settings.plan());
        Integer port = settings.port();
        try {
            endpoint = port == null
                    ? null
                    : new HostEndpoint(port, functions, settings.s3().bucket(), settings.token());
        } catch (IOException taken) {
            bucket.close();
            throw taken;
        }
    }

    /** Ready when it returns; close it to end every process it has started. */
    public static RemoteFunctions start(Settings settings, FunctionsConfig config) throws IOException {
        RemoteFunctions remote = new RemoteFunctions(settings, config);
        remote.functions.start();
        return remote;
    }

    /** Zero when it does not listen. */
    public int port() {
        return endpoint == null ? 0 : endpoint.port();
    }

    public FunctionHost functions() {
        return functions;
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
        functions.close();
        bucket.close();
    }
}
