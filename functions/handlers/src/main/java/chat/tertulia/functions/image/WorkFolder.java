package chat.tertulia.functions.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder for one picture, named by the process that it belongs to, so that what a killed function left can be told. */
record WorkFolder(Path path) implements AutoCloseable {
    private static final String PREFIX = "tertulia-image-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,9})-[0-9]+");

    static WorkFolder create() throws IOException {
        String prefix = PREFIX + ProcessHandle.current().pid() + '-';
        return new WorkFolder(Files.createTempDirectory(prefix));
    }

    /** Deletes the folders of processes that are no more. */
    static void sweep() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent(), PREFIX + '*')) {
            for (Path folder : found) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches() && isGone(Long.parseLong(name.group(1)))) {
                    new WorkFolder(folder).close();
                }
            }
        }
    }

    private static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** With all that a decoder may have left in it; links are not followed. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> found = Files.walk(path)) {
            for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | UncheckedIOException gone) {
            // Another process has swept at the same time.
        }
    }
}
