package chat.tertulia.functions.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An archive with which the decoder's JVM starts with half the work (JEP 483, JEP 514): what one run of the decoder has
 * loaded and linked. It lies beside the jar, and who can write there could write the jar as well. Its name tells the JDK and the
 * content of the jar, because a JVM takes an archive of another jar without a word and runs the classes that are in it.
 *
 * <p>{@code java -cp function-handlers.jar chat.tertulia.functions.image.DecoderArchive <libvips>} makes it, once for each
 * jar. Without one, decoders start from the jar.
 */
public final class DecoderArchive {
    private static final String PREFIX = "decoder-";
    private static final int TAG_LENGTH = 16;
    private static final int PATIENCE_SECONDS = 60;

    private DecoderArchive() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(DecoderCommand.locationOf(Decoder.class));
        if (found(jar).isEmpty()) {
            make(jar, Path.of(arguments[0]).toAbsolutePath());
        }
    }

    /** Nothing for classes that lie in a folder: the JVM archives those of jars only. */
    static Optional<Path> found(Path jar) throws IOException {
        return Files.isRegularFile(jar) ? Optional.of(beside(jar)).filter(Files::isRegularFile) : Optional.empty();
    }

    private static Path beside(Path jar) throws IOException {
        return jar.resolveSibling(PREFIX + tag(jar) + ".aot");
    }

    private static String tag(Path jar) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(Files.readAllBytes(jar));
            return HexFormat.of().formatHex(digest.digest()).substring(0, TAG_LENGTH);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** @throws IOException when there is no archive afterwards */
    static void make(Path jar, Path library) throws IOException, InterruptedException {
        try (WorkFolder folder = WorkFolder.create()) {
            Path archive = folder.path().resolve("archive");
            rehearse(jar, library, archive, folder.path());
            forget(jar);
            // Whole or not at all, for a function that looks for it meanwhile.
            Path part = Files.copy(archive, jar.resolveSibling(PREFIX + "part"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, beside(jar), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void rehearse(Path jar, Path library, Path archive, Path folder)
            throws IOException, InterruptedException {
        List<String> words = DecoderCommand.javaWords(jar.toString());
        words.add(1, "-XX:AOTCacheOutput=" + archive);
        words.add(2, "-D" + Decoder.REHEARSAL + "=true");
        words.add(Decoder.class.getName());
        words.add(library.toString());
        Path log = folder.resolve("log");
        Process rehearsal = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // No picture follows: it ends after its rehearsal.
        rehearsal.getOutputStream().close();
        boolean ended = rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        rehearsal.destroyForcibly();
        if (!ended || !Files.isRegularFile(archive)) {
            throw new IOException("no archive: " + Files.readString(log));
        }
    }

    /** Of jars that are no more. */
    private static void forget(Path jar) throws IOException {
        Path folder = jar.toAbsolutePath().getParent();
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, PREFIX + "*.aot")) {
            for (Path archive : old) {
                Files.deleteIfExists(archive);
            }
        }
    }
}
