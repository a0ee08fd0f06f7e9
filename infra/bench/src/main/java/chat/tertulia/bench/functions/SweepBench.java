package chat.tertulia.bench.functions;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./tertulia bench functions --only sweep}: the real handler in the real runtime interface client with a heap of
 * 64 MB, over a million objects of a synthetic bucket. Time from the event to the answer, the most that was resident, the
 * most heap before a collection.
 */
public final class SweepBench {
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String HANDLER = "chat.tertulia.functions.sweep.SweepHandler::handleRequest";
    private static final String EVENT = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",
            "eventTime":"2026-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put",
            "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"tertulia","arn":"arn:aws:s3:::tertulia"},
            "object":{"key":"sweeps/bench/manifest.jsonl.gz","size":1,"eTag":"m","sequencer":"0A"}}}]}""";
    private static final Pattern BEFORE_COLLECTION = Pattern.compile("Pause [^\\n]* (\\d+)M->\\d+M\\(");

    private final Path home;
    private final boolean json;
    private final String commit;

    private SweepBench(Path home, boolean json, String commit) {
        this.home = home;
        this.json = json;
        this.commit = commit;
    }

    public static void main(String[] arguments) throws Exception {
        boolean json = false;
        int objects = 1_000_000;
        String commit = "unknown";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--json" -> json = true;
                case "--quick" -> objects = 100_000;
                case "--objects" -> objects = Integer.parseInt(arguments[++i]);
                case "--commit" -> commit = arguments[++i];
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        new SweepBench(Path.of(System.getProperty("tertulia.home", ".")), json, commit).run(objects);
    }

    private void run(int objects) throws Exception {
        Path folder = Files.createTempDirectory("tertulia-sweep-bench");
        Path collections = folder.resolve("gc.log");
        try (SyntheticBucket bucket = new SyntheticBucket(objects / 4, folder);
                OneInvocation invocation = new OneInvocation(EVENT)) {
            Process function = start(bucket, invocation, collections, folder.resolve("log"));
            try {
                long begun = System.nanoTime();
                var _ = function.onExit()
                        .thenAccept(ended -> invocation
                                .answer()
                                .completeExceptionally(new IllegalStateException("the function died: " + ended)));
                invocation.answer().get(15, TimeUnit.MINUTES);
                double seconds = (System.nanoTime() - begun) / 1e9;
                double resident = resident(function.pid());
                String report = bucket.awaitReport();
                if (bucket.deleted() != objects / 10) {
                    throw new IllegalStateException("not a tenth was deleted: " + report);
                }
                print("sweep-" + objects + "-seconds", seconds, "s");
                print("sweep-" + objects + "-rate", objects / seconds, "objects/s");
                print("sweep-" + objects + "-peak-rss", resident, "MB");
                print("sweep-" + objects + "-peak-heap", heap(collections), "MB");
            } finally {
                function.destroyForcibly().waitFor();
            }
        } finally {
            delete(folder);
        }
    }

    private void print(String measure, double value, String unit) {
        @Nullable String none = null;
        Figure.of(new Figure.Kind(measure, unit, none, commit), List.of(value), List.of())
                .print(json);
    }

    private Process start(SyntheticBucket bucket, OneInvocation invocation, Path collections, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-Xlog:gc:file=" + collections,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                CLIENT,
                HANDLER);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("AWS_LAMBDA_RUNTIME_API", invocation.address());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "sweep");
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "bench");
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "bench");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("_HANDLER", HANDLER);
        environment.put("LAMBDA_TASK_ROOT", System.getProperty("java.io.tmpdir"));
        environment.put("TERTULIA_S3_ENDPOINT", bucket.endpoint());
        environment.put("TERTULIA_S3_ACCESS_KEY", "key");
        environment.put("TERTULIA_S3_SECRET_KEY", "secret");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private String classPath() throws IOException {
        Path target = home.resolve("functions/handlers/target");
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("function-handlers-[0-9].*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the functions are not built: " + target));
            return jar + File.pathSeparator + target.resolve("lib") + "/*";
        }
    }

    /** Megabytes, as the kernel has seen them at most. */
    private static double resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        return 0;
    }

    private static double heap(Path collections) throws IOException {
        Matcher matcher = BEFORE_COLLECTION.matcher(Files.readString(collections));
        double most = 0;
        while (matcher.find()) {
            most = Math.max(most, Double.parseDouble(matcher.group(1)));
        }
        return most;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
