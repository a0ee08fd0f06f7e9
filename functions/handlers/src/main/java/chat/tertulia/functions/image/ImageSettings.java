package chat.tertulia.functions.image;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function's environment.
 *
 * @param endpoint null for AWS itself
 * @param credentials null where the platform supplies them, as on AWS
 * @param maxBytes the largest upload that is looked at
 */
record ImageSettings(
        @Nullable URI endpoint,
        String region,
        String bucket,
        @Nullable Credentials credentials,
        Path library,
        long maxBytes) {

    record Credentials(String accessKey, String secretKey) {}

    private static final long DEFAULT_MAX_BYTES = 32L << 20;

    static ImageSettings fromEnvironment(Map<String, String> env) {
        String endpoint = env.get("TERTULIA_S3_ENDPOINT");
        String accessKey = env.get("TERTULIA_S3_ACCESS_KEY");
        String maxBytes = env.get("TERTULIA_IMAGE_MAX_BYTES");
        return new ImageSettings(
                endpoint == null ? null : URI.create(endpoint),
                env.getOrDefault("TERTULIA_S3_REGION", "us-east-1"),
                env.getOrDefault("TERTULIA_S3_BUCKET", "tertulia"),
                accessKey == null ? null : new Credentials(accessKey, required(env, "TERTULIA_S3_SECRET_KEY")),
                Path.of(required(env, "TERTULIA_LIBVIPS")),
                maxBytes == null ? DEFAULT_MAX_BYTES : Long.parseLong(maxBytes));
    }

    private static String required(Map<String, String> env, String name) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is not set.");
        }
        return value;
    }
}
