package chat.tertulia.functions.image;

import chat.tertulia.functions.s3.S3Settings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function's environment.
 *
 * @param decoderArchive of the decoder's JVM; see {@link DecoderArchive}
 */
record ImageSettings(S3Settings s3, Path library, @Nullable Path decoderArchive, JobLimits limits) {

    static ImageSettings fromEnvironment(Map<String, String> env) {
        String archive = env.get("TERTULIA_DECODER_ARCHIVE");
        return new ImageSettings(
                S3Settings.fromEnvironment(env),
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
