package chat.tertulia.functions.image;

import chat.tertulia.functions.s3.S3Settings;
import java.nio.file.Path;
import java.util.Map;

/** The function's environment. */
record ImageSettings(S3Settings s3, Path library, JobLimits limits) {

    static ImageSettings fromEnvironment(Map<String, String> env) {
        return new ImageSettings(
                S3Settings.fromEnvironment(env),
                Path.of(required(env, "TERTULIA_LIBVIPS")),
                JobLimits.fromEnvironment(env));
    }

    private static String required(Map<String, String> env, String name) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is not set.");
        }
        return value;
    }
}
