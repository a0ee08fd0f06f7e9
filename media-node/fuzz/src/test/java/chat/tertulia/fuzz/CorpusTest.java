package chat.tertulia.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that ever broke something, the inputs that reach most, and some damage to each. */
class CorpusTest {
    private static final int DAMAGED = 20;

    @ParameterizedTest
    @EnumSource
    void shouldWithstandTheCorpus(Target target) throws IOException {
        List<Path> corpus = corpus(target);
        assertFalse(corpus.isEmpty(), "a target begins with seeds");
        for (Path file : corpus) {
            byte[] data = Files.readAllBytes(file);
            assertDoesNotThrow(() -> target.run(data.clone()), file::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HANDSHAKE") // a handshake each: left to the fuzzer
    void shouldWithstandDamage(Target target) throws IOException {
        for (Path file : corpus(target)) {
            SplittableRandom random =
                    new SplittableRandom(file.getFileName().toString().hashCode());
            for (int i = 0; i < DAMAGED; i++) {
                byte[] data = damaged(Files.readAllBytes(file), random);
                assertDoesNotThrow(
                        () -> target.run(data.clone()),
                        () -> file + ": " + HexFormat.of().formatHex(data));
            }
        }
    }

    private static byte[] damaged(byte[] data, SplittableRandom random) {
        for (int changes = random.nextInt(1, 5); changes > 0 && data.length > 0; changes--) {
            data[random.nextInt(data.length)] = (byte) random.nextInt();
        }
        return java.util.Arrays.copyOf(data, random.nextInt(data.length + 1));
    }

    private static List<Path> corpus(Target target) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("corpus", target.label()))) {
            return files.sorted().toList();
        }
    }
}
