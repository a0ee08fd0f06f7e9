package chat.tertulia.functions.store;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the objects are and who may touch them.
 *
 * @param folder a folder of its own
 * @param port 0 for any free one
 * @param writers origins of pages that may write to signed addresses; for no other page does the store answer
 */
public record StoreConfig(
        Path folder, int port, String bucket, String accessKey, String secretKey, List<String> writers) {
    public StoreConfig {
        writers = List.copyOf(writers);
    }

    public StoreConfig(Path folder, int port, String bucket, String accessKey, String secretKey) {
        this(folder, port, bucket, accessKey, secretKey, List.of());
    }
}
