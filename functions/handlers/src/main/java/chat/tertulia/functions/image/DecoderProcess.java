package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Refused;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@link Decoder} in a process of its own under resource limits. The child inherits no environment, so that a
 * picture that takes it over finds no keys.
 */
final class DecoderProcess {
    /** dash counts file sizes in blocks of 512 bytes. macOS knows no limit on address space, Linux must obey it. */
    private static final String LIMITED = """
            ulimit -c 0
            ulimit -t "$1" && ulimit -f "$(($2 * 2))" || exit 97
            ulimit -v "$3" 2>/dev/null || [ "$(uname)" != Linux ] || exit 97
            shift 3
            exec "$@"
            """;

    private final Path library;
    private final DecoderLimits limits;
    private final Class<?> main;

    DecoderProcess(Path library, DecoderLimits limits) {
        this(library, limits, Decoder.class);
    }

    /** @param main speaks as {@link Decoder} does */
    DecoderProcess(Path library, DecoderLimits limits, Class<?> main) {
        this.library = library;
        this.limits = limits;
        this.main = main;
    }

    /**
     * Leaves {@link Decoder#FULL} and {@link Decoder#THUMB} in the folder when the report is a {@code Decoded}.
     *
     * @throws IOException when the decoder itself could not run, which is not the picture's fault
     */
    DecoderReport decode(Path picture, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("decoder.out");
        Path errors = folder.resolve("decoder.err");
        Process process = start(picture, folder, output, errors);
        boolean ended;
        try {
            ended = process.waitFor(limits.wall().toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return report(ended ? process.exitValue() : -1, lines(output), tail(errors));
    }

    private Process start(Path picture, Path folder, Path output, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "/bin/sh",
                "-c",
                LIMITED,
                "decoder",
                Integer.toString(limits.cpuSeconds()),
                Long.toString(limits.fileKib()),
                Long.toString(limits.addressSpaceKib()),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main.getName(),
                library.toString(),
                picture.toString(),
                folder.toString()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        // Each arena of glibc reserves 128 MiB of address space.
        environment.put("MALLOC_ARENA_MAX", "2");
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        Process process = builder.directory(folder.toFile()).start();
        process.getOutputStream().close();
        return process;
    }

    private static DecoderReport report(int exit, List<String> lines, String errors) throws IOException {
        if (lines.isEmpty() || !lines.getFirst().equals(DecoderReport.READY)) {
            throw new IOException("The decoder did not start (exit " + exit + "): " + errors);
        }
        if (lines.size() == 2 && exit == 0) {
            return DecoderReport.parse(lines.get(1))
                    .orElseThrow(() -> new IOException("The decoder wrote nonsense: " + lines));
        }
        // 128 + SIGXCPU and 128 + SIGKILL: the kernel's answer to spent processor time.
        boolean spent = exit == -1 || exit == 128 + 24 || exit == 128 + 9;
        return new Refused(
                spent ? RejectionCode.TIMED_OUT : RejectionCode.CORRUPT, "decoder ended with " + exit + ": " + errors);
    }

    private static List<String> lines(Path output) throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8).lines().toList();
    }

    private static String tail(Path errors) throws IOException {
        String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - 500));
    }

    private String classPath() {
        return locationOf(main) + File.pathSeparator + locationOf(Decoder.class);
    }

    private static String locationOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
