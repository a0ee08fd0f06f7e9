package chat.tertulia.functions.host;

import chat.tertulia.functions.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param logFolder one file for each function
 * @param functionClassPath the handlers and everything they need
 * @param libvips the shared library
 * @param timeout of one invocation
 * @param idle after which a function's process ends
 */
public record LocalCloudConfig(
        StoreConfig store,
        Path logFolder,
        String functionClassPath,
        String imageHandler,
        Path libvips,
        Duration timeout,
        Duration idle,
        RetryPolicy retries) {
    private static final String IMAGE_HANDLER = "chat.tertulia.functions.image.ImageHandler::handleRequest";

    /** With the limits that serve one machine well. */
    public static LocalCloudConfig standard(StoreConfig store, Path logFolder, String functionClassPath, Path libvips) {
        return new LocalCloudConfig(
                store,
                logFolder,
                functionClassPath,
                IMAGE_HANDLER,
                libvips,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                RetryPolicy.STANDARD);
    }
}
