package chat.tertulia.functions.host;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a child process writes; the file before it is kept once it has grown. */
public final class LogFile {
    private static final long LIMIT = 10L << 20;

    private LogFile() {}

    public static Redirect appendTo(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > LIMIT) {
            Path old = file.resolveSibling(file.getFileName() + ".1");
            Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
        }
        return Redirect.appendTo(file.toFile());
    }
}
