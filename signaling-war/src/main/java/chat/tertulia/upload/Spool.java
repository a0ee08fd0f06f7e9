package chat.tertulia.upload;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Uploads on their way to the bucket. A body of unknown length goes through a temporary file, so that memory stays flat
 * however many arrive, an oversized one never reaches the bucket, and a put can be repeated.
 */
@Service
public class Spool {
    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final long limit;

    @Inject
    public Spool(ServerConfig config) {
        this(config.dataDir().resolve("spool"), config.files().uploadBytes());
    }

    /**
     * Whatever an earlier process left behind is removed.
     *
     * @param limit the most bytes that are taken
     */
    Spool(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("The spool folder cannot be made: " + folder, cause);
        }
    }

    /** One spooled body; closing removes it. */
    public record Spooled(Path path, long size, FileContent content) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    /** More than the limit is a refusal and leaves nothing behind. */
    public Spooled take(InputStream body) throws IOException {
        return take(body, limit);
    }

    /** As {@link #take(InputStream)}, for what has a lower limit. */
    public Spooled take(InputStream body, long most) throws IOException {
        Path path = Files.createTempFile(folder, "upload", "");
        boolean taken = false;
        try (OutputStream out = Files.newOutputStream(path)) {
            byte[] buffer = new byte[BUFFER];
            FileContent content = FileContent.of(new byte[0]);
            long size = 0;
            for (int count = body.read(buffer); count != -1; count = body.read(buffer)) {
                if (size == 0) {
                    content = FileContent.of(Arrays.copyOf(buffer, Math.min(count, FileContent.HEAD)));
                }
                size += count;
                if (size > most) {
                    throw Refusal.of(ErrorCode.FILE_TOO_LARGE, "This takes at most " + most + " bytes.");
                }
                out.write(buffer, 0, count);
            }
            taken = true;
            return new Spooled(path, size, content);
        } finally {
            if (!taken) {
                Files.deleteIfExists(path);
            }
        }
    }
}
