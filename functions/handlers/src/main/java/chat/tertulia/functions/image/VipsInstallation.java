package chat.tertulia.functions.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The library that an operator names in {@code TERTULIA_LIBVIPS}, or the one that {@code npm ci} in functions/vips fetched. */
public final class VipsInstallation {
    private static final String COMMAND = "npm ci --prefix functions/vips";

    private VipsInstallation() {}

    /**
     * @param folder functions/vips
     * @throws IOException with the command that helps, when there is no library
     */
    public static Path library(Path folder) throws IOException {
        String named = System.getenv("TERTULIA_LIBVIPS");
        if (named != null && !named.isBlank()) {
            Path library = Path.of(named).toAbsolutePath();
            if (Files.isRegularFile(library)) {
                return library;
            }
            throw new IOException("TERTULIA_LIBVIPS names no file: " + library);
        }
        Path libraries = folder.resolve("node_modules/@img/sharp-libvips-" + platform() + "/lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.list(libraries)) {
                var found = files.filter(file -> file.getFileName().toString().startsWith("libvips-cpp."))
                        .findFirst();
                if (found.isPresent()) {
                    return found.get().toAbsolutePath().normalize();
                }
            }
        }
        throw new IOException("libvips is not in " + libraries + ". Run: " + COMMAND);
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return system + '-' + processor;
    }
}
