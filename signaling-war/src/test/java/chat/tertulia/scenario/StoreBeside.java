package chat.tertulia.scenario;

import chat.tertulia.upload.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The object store that the server under test was told of; up before the server and until the test process ends. */
public final class StoreBeside implements BeforeAllCallback {
    private static boolean started;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!started) {
            Path folder = RunningServer.folder().resolve("objects-" + Integer.getInteger("it.http.port"));
            ObjectStore.in(Files.createDirectories(folder), Integer.getInteger("it.s3.port"));
            started = true;
        }
    }
}
