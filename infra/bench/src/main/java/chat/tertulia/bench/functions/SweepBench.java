package chat.tertulia.bench.functions;

import chat.tertulia.functions.host.FunctionHost;
import chat.tertulia.functions.host.FunctionHost.Deployment;
import chat.tertulia.functions.host.FunctionSpec;
import chat.tertulia.functions.host.RetryPolicy;
import chat.tertulia.functions.host.ScanPlan;
import chat.tertulia.functions.host.Trigger;
import chat.tertulia.functions.store.EventBucket;
import chat.tertulia.functions.store.ObjectCreated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private static final String NAME = "sweep";
    private static final String HANDLER = "chat.tertulia.functions.sweep.SweepHandler::handleRequest";
    private static final String BUCKET = "tertulia";
    private static final String MANIFEST = "sweeps/bench/manifest.jsonl.gz";
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ZERO);
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
        try (SyntheticBucket bucket = new SyntheticBucket(objects / 4, folder)) {
            Deployment sweep = new Deployment(spec(bucket, folder, collections), Trigger.SWEEP);
            try (FunctionHost host =
                    new FunctionHost(new NoOther(bucket.report()), List.of(sweep), ONCE, ScanPlan.TOLD)) {
                host.start();
                long begun = System.nanoTime();
                var _ = host.created(new ObjectCreated("Put", BUCKET, MANIFEST, 1, "m", Instant.now()));
                String report = bucket.report().get(TIMEOUT.toMinutes(), TimeUnit.MINUTES);
                double seconds = (System.nanoTime() - begun) / 1e9;
                double resident = resident(host.process(NAME));
                if (bucket.deleted() != objects / 10) {
                    throw new IllegalStateException("not a tenth was deleted: " + report);
                }
                print("sweep-" + objects + "-seconds", seconds, "s");
                print("sweep-" + objects + "-rate", objects / seconds, "objects/s");
                print("sweep-" + objects + "-peak-rss", resident, "MB");
                print("sweep-" + objects + "-peak-heap", heap(collections), "MB");
            }
        } finally {
            delete(folder);
        }
    }

    /**
     * What the host keeps in the bucket: nothing but the manifest was ever there, and a letter says that the sweep failed.
     *
     * @param report will not come then
     */
    private record NoOther(CompletableFuture<String> report) implements EventBucket {
        @Override
        public void put(String key, byte[] json) {
            report.completeExceptionally(new IllegalStateException(new String(json, StandardCharsets.UTF_8)));
        }

        @Override
        public Optional<byte[]> read(String key) {
            return Optional.empty();
        }

        @Override
        public void delete(String key) {}

        @Override
        public List<ObjectCreated> page(String prefix, String after) {
            return List.of();
        }
    }

    private void print(String measure, double value, String unit) {
        @Nullable String none = null;
        Figure.of(new Figure.Kind(measure, unit, none, commit), List.of(value), List.of())
                .print(json);
    }

    private FunctionSpec spec(SyntheticBucket bucket, Path folder, Path collections) throws IOException {
        return new FunctionSpec(
                NAME,
                HANDLER,
                FunctionUnderTest.classPath(home),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xlog:gc:file=" + collections),
                Map.of(
                        "TERTULIA_S3_ENDPOINT", bucket.endpoint(),
                        "TERTULIA_S3_ACCESS_KEY", "key",
                        "TERTULIA_S3_SECRET_KEY", "secret"),
                TIMEOUT,
                TIMEOUT,
                folder.resolve("log"));
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
