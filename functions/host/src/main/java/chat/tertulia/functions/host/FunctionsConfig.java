package chat.tertulia.functions.host;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the two functions run on this machine.
 *
 * @param logFolder one file for each function
 * @param classPath the handlers and everything they need
 * @param imageHandler {@code package.Class::method}
 * @param libvips the shared library
 * @param imageTimeout of one picture
 * @param idle after which a function's process ends
 */
public record FunctionsConfig(
        Path logFolder,
        String classPath,
        String imageHandler,
        Path libvips,
        Duration imageTimeout,
        Duration idle,
        RetryPolicy retries) {
    private static final String IMAGE_HANDLER = "chat.tertulia.functions.image.ImageHandler::handleRequest";

    /** With the limits that serve one machine well. */
    public static FunctionsConfig standard(Path logFolder, String classPath, Path libvips) {
        return new FunctionsConfig(
                logFolder,
                classPath,
                IMAGE_HANDLER,
                libvips,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                RetryPolicy.STANDARD);
    }
}
