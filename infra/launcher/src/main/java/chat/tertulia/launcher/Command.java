package chat.tertulia.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * How a child is started.
 *
 * @param environment beside PATH, HOME, LANG and TZ the whole of it
 */
record Command(String name, List<String> words, Map<String, String> environment, Path folder, Path log) {
    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** Writes the environment as {@code export} lines, for their owner alone: there are secrets in it. */
    void exportTo(Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        environment.forEach((name, value) -> lines.append("export ")
                .append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, lines);
    }
}
