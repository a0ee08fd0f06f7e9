package chat.tertulia.functions.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The real decoder, but for pictures that end in {@code POISON <milliseconds> <file>}: so long after its request it kills
 * itself, as a bug in libvips or the kernel's memory killer would; at zero before it has begun. The file, when one is named,
 * is made first; once it is there the picture does no harm.
 */
final class PoisonedDecoder {
    private static final Pattern POISON = Pattern.compile("POISON ([0-9]+) (\\S+)$");
    private static final int SIGKILL = 9;

    private final ForeignCalls library;

    private PoisonedDecoder(ForeignCalls library) {
        this.library = library;
    }

    static String poison(int milliseconds, Path once) {
        return "POISON " + milliseconds + ' ' + once;
    }

    public static void main(String[] arguments) throws Exception {
        PoisonedDecoder poisoned = new PoisonedDecoder(new ForeignCalls(Path.of(arguments[0])));
        System.setIn(poisoned.new Tap(System.in));
        Decoder.main(arguments);
    }

    /** Sees the request before the decoder does. */
    private final class Tap extends FilterInputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Tap(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            line.write(next);
            if (next == '\n') {
                take(DecodeRequest.read(new ByteArrayInputStream(line.toByteArray()))
                        .orElseThrow());
            }
            return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int next = length == 0 ? 0 : read();
            if (length == 0 || next < 0) {
                return next;
            }
            bytes[from] = (byte) next;
            return 1;
        }
    }

    private void take(DecodeRequest request) throws IOException {
        Matcher poison = POISON.matcher(Files.readString(request.source(), StandardCharsets.ISO_8859_1));
        if (!poison.find() || Files.exists(Path.of(poison.group(2)))) {
            return;
        }
        long afterNs = Long.parseLong(poison.group(1)) * 1_000_000;
        Path once = Path.of(poison.group(2));
        if (afterNs == 0) {
            die(0, once);
        }
        if (!Files.isDirectory(once.resolveSibling("."))) {
            System.setOut(new Mute(System.out));
        }
        Thread.ofPlatform().daemon().start(() -> die(afterNs, once));
    }

    /** Says nothing any more: of what kills every decoder none shall have been quicker than its death. */
    private static final class Mute extends PrintStream {
        Mute(PrintStream out) {
            super(out, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(@Nullable String line) {
            while (true) {
                LockSupport.park();
            }
        }
    }

    private void die(long afterNs, Path once) {
        long due = System.nanoTime() + afterNs;
        for (long left = afterNs; left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        try {
            if (Files.isDirectory(once.resolveSibling("."))) {
                Files.createFile(once);
            }
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
        library.call("raise", 1, List.of(SIGKILL));
    }
}
