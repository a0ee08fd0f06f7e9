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
 * @param decoderArchive of the decoder's JVM; see {@link DecoderArchive}
 */
record ImageSettings(
        @Nullable URI endpoint,
        String region,
        String bucket,
        @Nullable Credentials credentials,
        Path library,
        @Nullable Path decoderArchive,
        JobLimits limits) {

    record Credentials(String accessKey, String secretKey) {}

    static ImageSettings fromEnvironment(Map<String, String> env) {
        String endpoint = env.get("TERTULIA_S3_ENDPOINT");
        String accessKey = env.get("TERTULIA_S3_ACCESS_KEY");
        String archive = env.get("TERTULIA_DECODER_ARCHIVE");
        return new ImageSettings(
                endpoint == null ? null : URI.create(endpoint),
                env.getOrDefault("TERTULIA_S3_REGION", "us-east-1"),
                env.getOrDefault("TERTULIA_S3_BUCKET", "tertulia"),
                accessKey == null ? null : new Credentials(accessKey, required(env, "TERTULIA_S3_SECRET_KEY")),
                Path.of(required(env, "TERTULIA_LIBVIPS")),
                archive == null || archive.isBlank() ? null : Path.of(archive),
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
