package chat.tertulia.functions.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the archive with which the decoder's JVM starts quicker (JEP 483, JEP 514): one run of the decoder that writes down what
 * was loaded and linked. It fits this JDK and this jar only; the JVM leaves another aside. Run it where nobody else writes, as
 * when a container image is built: {@code java -cp function-handlers.jar chat.tertulia.functions.image.DecoderArchive
 * <libvips> <archive>}, and name the file in {@code TERTULIA_DECODER_ARCHIVE}.
 */
public final class DecoderArchive {
    private static final int PATIENCE_SECONDS = 60;

    private DecoderArchive() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        make(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath());
    }

    /** @throws IOException when there is no archive afterwards */
    static void make(Path library, Path archive) throws IOException, InterruptedException {
        try (WorkFolder folder = WorkFolder.create()) {
            List<String> words = DecoderCommand.javaWords(DecoderCommand.locationOf(Decoder.class));
            words.add(1, "-XX:AOTCacheOutput=" + archive);
            words.add(2, "-D" + Decoder.REHEARSAL + "=true");
            words.add(Decoder.class.getName());
            words.add(library.toString());
            Path log = folder.path().resolve("log");
            Process rehearsal = new ProcessBuilder(words)
                    .directory(folder.path().toFile())
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
    }
}
