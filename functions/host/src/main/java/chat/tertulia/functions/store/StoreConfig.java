package chat.tertulia.functions.store;

import java.nio.file.Path;

/**
 * Where the objects are and who may touch them.
 *
 * @param folder a folder of its own
 * @param port 0 for any free one
 */
public record StoreConfig(Path folder, int port, String bucket, String accessKey, String secretKey) {}
