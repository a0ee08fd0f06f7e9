package chat.tertulia.scenario;

import chat.tertulia.upload.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The object store that the server under test was told of; up before the server and until the test process ends. */
public final class StoreBeside implements BeforeAllCallback {
    private static @Nullable ObjectStore store;

    /** The running one. */
    static ObjectStore store() {
        return Objects.requireNonNull(store, "The store has not been started.");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (store == null) {
            Path folder = RunningServer.folder().resolve("objects-" + Integer.getInteger("it.http.port"));
            store = ObjectStore.in(Files.createDirectories(folder), Integer.getInteger("it.s3.port"));
        }
    }
}
