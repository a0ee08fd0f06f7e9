package chat.tertulia.functions.image;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a decoder process is started: limited by the shell, in an empty environment, without a network where the kernel
 * allows it, with a JVM that takes little.
 *
 * @param main speaks as {@link Decoder} does
 * @param archive of the JVM, or null for none; see {@link DecoderArchive}
 */
record DecoderCommand(
        Path library,
        DecoderLimits limits,
        Class<?> main,
        @Nullable Path archive) {
    /**
     * dash counts file sizes in blocks of 512 bytes. macOS knows no limit on address space, Linux must obey it. Spent
     * processor time is SIGXCPU, and SIGKILL a second later: a plain SIGKILL was somebody else's.
     */
    private static final String LIMITED = """
            ulimit -c 0
            ulimit -S -t "$1" && ulimit -H -t "$(($1 + 1))" && ulimit -f "$(($2 * 2))" || exit 97
            ulimit -v "$3" 2>/dev/null || [ "$(uname)" != Linux ] || exit 97
            shift 3
            exec "$@"
            """;

    DecoderCommand(Path library, DecoderLimits limits) {
        this(library, limits, Decoder.class, null);
    }

    /** With an archive, where there is one. */
    static DecoderCommand of(ImageSettings settings) throws IOException {
        Path archive = DecoderArchive.found(Path.of(locationOf(Decoder.class))).orElse(null);
        return new DecoderCommand(settings.library(), DecoderLimits.STANDARD, Decoder.class, archive);
    }

    /** What is said on standard error and output goes to these files; standard input is a pipe. */
    Process start(Path folder, Path output, Path errors) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                LIMITED,
                "decoder",
                Integer.toString(limits.cpuSeconds()),
                Long.toString(limits.fileKib()),
                Long.toString(limits.addressSpaceKib())));
        words.addAll(Isolation.words());
        words.addAll(java());
        words.add(main.getName());
        words.add(library.toString());
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        onlyWhatItNeeds(builder.environment());
        return builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    /** So that a picture that takes the process over finds no keys. */
    static void onlyWhatItNeeds(Map<String, String> environment) {
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        // Each arena of glibc reserves 128 MiB of address space.
        environment.put("MALLOC_ARENA_MAX", "2");
    }

    private List<String> java() {
        List<String> words = javaWords(classPath());
        if (archive != null) {
            // One that is damaged or gone is left aside by the JVM.
            words.add(1, "-XX:AOTCache=" + archive);
            words.add(2, "-Xlog:disable");
        }
        return words;
    }

    /** The same for the JVM that makes the archive, which is bound to them. */
    static List<String> javaWords(String classPath) {
        return new ArrayList<>(List.of(
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
                classPath));
    }

    private String classPath() {
        String own = locationOf(Decoder.class);
        return main.equals(Decoder.class) ? own : locationOf(main) + File.pathSeparator + own;
    }

    static String locationOf(Class<?> type) {
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
