package chat.tertulia.functions.host;

import chat.tertulia.functions.host.FunctionHost.Deployment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The functions there are, as they are deployed on one machine. */
final class Functions {
    static final String IMAGE = "image";
    static final String SWEEP = "sweep";

    private static final String SWEEP_HANDLER = "chat.tertulia.functions.sweep.SweepHandler::handleRequest";
    /** Lambda's own limit. */
    private static final Duration SWEEP_TIMEOUT = Duration.ofMinutes(15);

    private Functions() {}

    /** @param s3 the way to the bucket */
    static List<Deployment> of(FunctionsConfig config, Map<String, String> s3) {
        return List.of(
                new Deployment(image(config, s3), Trigger.IMAGE), new Deployment(sweep(config, s3), Trigger.SWEEP));
    }

    private static FunctionSpec image(FunctionsConfig config, Map<String, String> s3) {
        Map<String, String> environment = new HashMap<>(s3);
        environment.put("TERTULIA_LIBVIPS", config.libvips().toString());
        // What the operator has set for it: docs/functions.md.
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("TERTULIA_IMAGE_")) {
                environment.put(name, value);
            }
        });
        return new FunctionSpec(
                IMAGE,
                config.imageHandler(),
                config.classPath(),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m"),
                environment,
                config.imageTimeout(),
                config.idle(),
                config.logFolder().resolve("function-image.log"));
    }

    private static FunctionSpec sweep(FunctionsConfig config, Map<String, String> s3) {
        return new FunctionSpec(
                SWEEP,
                SWEEP_HANDLER,
                config.classPath(),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"),
                s3,
                SWEEP_TIMEOUT,
                config.idle(),
                config.logFolder().resolve("function-sweep.log"));
    }
}
