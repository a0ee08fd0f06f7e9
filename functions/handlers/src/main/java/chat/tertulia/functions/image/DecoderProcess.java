package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@link Decoder} in a process of its own under resource limits, with a folder of its own. It takes one request,
 * ever. Close it, and process and folder are gone.
 *
 * <p>Owned by: the thread of the function.
 */
final class DecoderProcess implements AutoCloseable {
    /** 128 + SIGXCPU and SIGKILL, as the shell and Java tell them. */
    private static final int SPENT = 128 + 24;

    private static final int KILLED = 128 + 9;
    private static final int LATE = -1;
    private static final int TAIL = 500;

    private final DecoderLimits limits;
    private final WorkFolder folder;
    private final Process process;

    /** It loads its library while nobody waits, until {@link #decode}. */
    DecoderProcess(DecoderCommand command) throws IOException {
        limits = command.limits();
        folder = WorkFolder.create();
        try {
            process = command.start(folder.path(), output(), errors());
        } catch (IOException failure) {
            folder.close();
            throw failure;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Where the picture is to be put, and where {@link Renditions} leaves what it made. */
    Path folder() {
        return folder.path();
    }

    /**
     * @throws IOException when the decoder could not run or was killed by somebody else: not the picture's fault, so the
     *     job is to be tried again
     */
    DecoderReport decode(DecodeRequest request) throws IOException, InterruptedException {
        try {
            process.getOutputStream().write(request.line());
            process.getOutputStream().flush();
        } catch (IOException ended) {
            throw new IOException("The decoder ended before it had a picture: " + tail(), ended);
        }
        boolean ended = process.waitFor(limits.wall().toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return report(
                ended ? process.exitValue() : LATE,
                Files.readString(output()).lines().toList());
    }

    private DecoderReport report(int exit, List<String> lines) throws IOException {
        if (lines.isEmpty() || !lines.getFirst().equals(DecoderReport.READY)) {
            throw new IOException("The decoder did not start (exit " + exit + "): " + tail());
        }
        if (lines.size() == 2 && exit == 0) {
            return DecoderReport.parse(lines.get(1))
                    .orElseThrow(() -> new IOException("The decoder wrote nonsense: " + lines));
        }
        return switch (exit) {
            case KILLED -> throw new IOException("The decoder was killed.");
            case LATE, SPENT -> new Refused(RejectionCode.TIMED_OUT, "decoder ended with " + exit + ": " + tail());
            default -> new Refused(RejectionCode.CORRUPT, "decoder ended with " + exit + ": " + tail());
        };
    }

    private Path output() {
        return folder.path().resolve("decoder.out");
    }

    private Path errors() {
        return folder.path().resolve("decoder.err");
    }

    private String tail() throws IOException {
        String text = new String(Files.readAllBytes(errors()), StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - TAIL));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException closing) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        folder.close();
    }
}
