package chat.tertulia.functions.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The real decoder, but for pictures that end in {@code POISON <milliseconds> <file>}: so long after its request it kills
 * itself, as a bug in libvips or the kernel's memory killer would. The file, when one is named, is made first; once it is
 * there the picture does no harm.
 */
final class PoisonedDecoder {
    private static final Pattern POISON = Pattern.compile("POISON ([0-9]+) (\\S+)$");

    private PoisonedDecoder() {}

    static String poison(int milliseconds, Path once) {
        return "POISON " + milliseconds + ' ' + once;
    }

    public static void main(String[] arguments) throws Exception {
        DecodeRequest request = DecodeRequest.read(System.in).orElse(null);
        if (request == null) {
            return;
        }
        Matcher poison = POISON.matcher(Files.readString(request.source(), StandardCharsets.ISO_8859_1));
        if (poison.find() && !Files.exists(Path.of(poison.group(2)))) {
            long afterNs = Long.parseLong(poison.group(1)) * 1_000_000;
            Path once = Path.of(poison.group(2));
            Thread.ofPlatform().daemon().start(() -> die(afterNs, once));
            if (!Files.isDirectory(once.resolveSibling("."))) {
                System.setOut(new Mute(System.out));
            }
        }
        System.setIn(new SequenceInputStream(new ByteArrayInputStream(request.line()), System.in));
        Decoder.main(arguments);
    }

    /** Says that it is ready and then nothing: what kills every decoder has none that was quicker than its death. */
    private static final class Mute extends PrintStream {
        Mute(PrintStream out) {
            super(out, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(@Nullable String line) {
            while (!DecoderReport.READY.equals(line)) {
                LockSupport.park();
            }
            super.println(line);
        }
    }

    private static void die(long afterNs, Path once) {
        long due = System.nanoTime() + afterNs;
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
        try {
            if (Files.isDirectory(once.resolveSibling("."))) {
                Files.createFile(once);
            }
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
