package chat.tertulia.functions.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the archive with which the decoder's JVM starts quicker (JEP 483, JEP 514): one run of the decoder that writes down what
 * was loaded and linked. It fits this JDK and this jar only; the JVM leaves another aside. Run it where nobody else writes, as
 * when a container image is built: {@code java -cp function-handlers.jar chat.tertulia.functions.image.DecoderArchive
 * <libvips> <archive>}, and name the file in {@code TERTULIA_DECODER_ARCHIVE}.
 */
public final class DecoderArchive {
    /** A PNG of one pixel. */
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static final int PATIENCE_SECONDS = 60;

    private DecoderArchive() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        make(Path.of(arguments[0]), Path.of(arguments[1]).toAbsolutePath());
    }

    /** @throws IOException when there is no archive afterwards */
    static void make(Path library, Path archive) throws IOException, InterruptedException {
        try (WorkFolder folder = WorkFolder.create()) {
            Path dot = Files.write(
                    folder.path().resolve("source"), Base64.getDecoder().decode(DOT));
            List<String> words = DecoderCommand.javaWords(DecoderCommand.locationOf(Decoder.class));
            words.add(1, "-XX:AOTCacheOutput=" + archive);
            words.add(2, "-D" + Decoder.REHEARSAL + "=true");
            words.add(Decoder.class.getName());
            words.add(library.toString());
            Path log = folder.path().resolve("log");
            Process rehearsal = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try (OutputStream in = rehearsal.getOutputStream()) {
                in.write(new DecodeRequest(Purpose.ATTACHMENT, PictureFormat.PNG, 0, dot).line());
                in.flush();
                boolean ended = rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                rehearsal.destroyForcibly();
                if (!ended || !Files.isRegularFile(archive)) {
                    throw new IOException("no archive: " + Files.readString(log));
                }
            }
        }
    }
}
