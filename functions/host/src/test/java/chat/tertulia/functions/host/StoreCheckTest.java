package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.functions.s3.S3Settings;
import chat.tertulia.functions.store.ObjectStore;
import chat.tertulia.functions.store.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** The questions of {@code doctor --store}, put to two servers that know nothing of each other. */
class StoreCheckTest {
    private static final S3Settings.Keys KEYS = new S3Settings.Keys("key", "secret");

    @Test
    void shouldFindTheEmbeddedStoreFit(@TempDir Path folder) throws Exception {
        ObjectStore store =
                ObjectStore.start(new StoreConfig(folder, 0, "tertulia", KEYS.access(), KEYS.secret()), _ -> {});
        try {
            List<String> troubles = troubles(new S3Settings(store.endpoint(), "us-east-1", "tertulia", KEYS));
            assertEquals(List.of("the order of bytes beyond the basic plane (ids are ASCII)"), troubles);
        } finally {
            store.stop();
        }
    }

    /** It checks no signatures, and says so; everything else is as S3 has it. */
    @Test
    void shouldFindAnotherServerFitButForSignatures(@TempDir Path folder) throws Exception {
        int port = freePort();
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Objects.requireNonNull(System.getProperty("second.store")),
                        "--server.port=" + port,
                        "--server.address=127.0.0.1",
                        "--com.adobe.testing.s3mock.store.root=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            S3Settings settings = new S3Settings(URI.create("http://127.0.0.1:" + port), "us-east-1", "tertulia", KEYS);
            try (S3Client s3 = settings.client()) {
                Eventually.get("the second store takes a bucket on port " + port, () -> made(s3));
            }
            assertEquals(
                    List.of("a signed address takes no other length", "nobody reads without a signature"),
                    troubles(settings));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Optional<Boolean> made(S3Client s3) {
        try {
            s3.createBucket(request -> request.bucket("tertulia"));
            return Optional.of(true);
        } catch (SdkException notYet) {
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static List<String> troubles(S3Settings settings) {
        List<StoreCheck.Finding> findings = StoreCheck.run(settings);
        findings.stream().filter(one -> one.trouble() != null).forEach(System.out::println);
        return findings.stream()
                .filter(one -> one.trouble() != null)
                .map(StoreCheck.Finding::what)
                .toList();
    }
}
