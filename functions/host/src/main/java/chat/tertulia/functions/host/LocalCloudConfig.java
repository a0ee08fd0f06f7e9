package chat.tertulia.functions.host;

import chat.tertulia.functions.store.StoreConfig;
import java.nio.file.Path;

/** The embedded store, and the functions beside it. */
public record LocalCloudConfig(StoreConfig store, FunctionsConfig functions) {
    /** With the limits that serve one machine well. */
    public static LocalCloudConfig standard(StoreConfig store, Path logFolder, String functionClassPath, Path libvips) {
        return new LocalCloudConfig(store, FunctionsConfig.standard(logFolder, functionClassPath, libvips));
    }
}
