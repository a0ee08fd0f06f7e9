package chat.tertulia.settings;

import chat.tertulia.platform.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The id that names this server in its tokens, whatever its address or name become. It lies beside the keys, because a
 * backup without either is worth nothing.
 */
public record ServerId(String value) {
    /** The id in {@code keys/server-id} of the data folder; made when missing. */
    public static ServerId inFolder(Path dataDir) {
        Path file = dataDir.resolve("keys").resolve("server-id");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            String value = Files.readString(file).strip();
            if (value.isEmpty()) {
                throw new IllegalStateException("The server id is empty; restore it from a backup: " + file);
            }
            return new ServerId(value);
        } catch (IOException cause) {
            throw new UncheckedIOException("The server id cannot be read or made: " + file, cause);
        }
    }

    private static void create(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(folder, "server-id", ".new");
        Files.writeString(fresh, Ids.next() + "\n");
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // Another process, or thread, was first: its id counts.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
