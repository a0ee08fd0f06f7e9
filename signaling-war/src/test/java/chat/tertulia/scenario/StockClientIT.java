package chat.tertulia.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The unchanged {@code socket.io-client} from npm, run by Node, against the running server. Skipped where there is no Node. */
@RunningServer.Required
@RunAsClient
class StockClientIT {
    private static final Path SOURCES = Path.of("src/test/client");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        assumeTrue(onPath("node") && onPath("npm"), "Node and npm are not on the path");
        Path folder = clientFolder();
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            run("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "websocket|{\"transport\":\"websocket\",\"acknowledged\":\"unknown_event\",\"event\":\"unknown_event\"}",
                "polling|{\"transport\":\"polling\",\"acknowledged\":\"unknown_event\",\"event\":\"unknown_event\"}",
                "upgrade|{\"transport\":\"websocket\",\"acknowledged\":\"unknown_event\",\"event\":\"unknown_event\"}",
                "binary|{\"acknowledged\":\"unknown_event\"}",
                "recovery|{\"recovered\":true,\"sameId\":true,\"inOrder\":true}",
                "foreignOrigin|{\"websocket\":\"TransportError\",\"polling\":\"TransportError\"}"
            })
    void shouldServeTheStockClient(String scenario, String seen) throws IOException, InterruptedException {
        List<String> lines = run("node", "stock-client.mjs", RunningServer.url(), scenario);
        assertEquals(seen, lines.getLast());
    }

    private static Path clientFolder() {
        return RunningServer.folder().resolve("client");
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(clientFolder(), "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(clientFolder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        List<String> lines = Files.readAllLines(output);
        assertTrue(
                ended && process.exitValue() == 0, () -> String.join(" ", command) + ":\n" + String.join("\n", lines));
        return lines;
    }
}
