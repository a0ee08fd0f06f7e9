package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderArchiveTest {
    @TempDir
    private Path folder;

    @Test
    void shouldServeItsJarAndNoOther() throws Exception {
        Path library = VipsInstallation.library(Path.of(System.getenv("TERTULIA_VIPS_FOLDER")));
        Path jar = jar(folder.resolve("function-handlers.jar"), "one");
        assertEquals(Optional.empty(), DecoderArchive.found(jar));

        DecoderArchive.make(jar, library);

        Path archive = DecoderArchive.found(jar).orElseThrow();
        String said = ready(jar, library, archive);
        assertTrue(said.contains(DecoderReport.READY), said);
        // The JVM itself would take it, and run the classes of the jar that is no more.
        jar(jar, "two");
        assertEquals(Optional.empty(), DecoderArchive.found(jar));
        DecoderArchive.make(jar, library);
        assertFalse(Files.exists(archive), "the old one goes");
    }

    @Test
    void shouldKnowNoneForAFolder() throws Exception {
        assertEquals(Optional.empty(), DecoderArchive.found(folder));
    }

    /** With an archive that the JVM must take, or end. */
    private String ready(Path jar, Path library, Path archive) throws Exception {
        List<String> words = DecoderCommand.javaWords(jar.toString());
        words.add(1, "-XX:AOTCache=" + archive);
        words.add(2, "-XX:AOTMode=on");
        words.addAll(List.of(Decoder.class.getName(), library.toString()));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Path jar(Path jar, String comment) throws IOException {
        Path classes = Path.of(DecoderCommand.locationOf(Decoder.class));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            out.setComment(comment);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
