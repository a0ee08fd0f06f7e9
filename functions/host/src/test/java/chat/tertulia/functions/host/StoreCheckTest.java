package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.s3.S3Settings;
import chat.tertulia.functions.store.ObjectStore;
import chat.tertulia.functions.store.StoreConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions of {@code doctor --store}, put to the store that everybody starts with. */
class StoreCheckTest {
    @Test
    void shouldFindTheEmbeddedStoreFit(@TempDir Path folder) throws Exception {
        ObjectStore store = ObjectStore.start(new StoreConfig(folder, 0, "tertulia", "key", "secret"), _ -> {});
        try {
            List<StoreCheck.Finding> findings = StoreCheck.run(
                    new S3Settings(store.endpoint(), "us-east-1", "tertulia", new S3Settings.Keys("key", "secret")));
            List<String> troubles = findings.stream()
                    .filter(one -> one.trouble() != null)
                    .map(one -> one.what() + ": " + one.trouble())
                    .toList();
            assertEquals(1, troubles.size(), troubles::toString);
            assertTrue(troubles.getFirst().startsWith("the order of bytes beyond the basic plane"), troubles::toString);
        } finally {
            store.stop();
        }
    }
}
