package chat.tertulia.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything worth a backup. One launcher at a time may own it. */
final class DataFolder {
    private final Path root;

    DataFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path objects() {
        return root.resolve("objects");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    /** Liberty's own working files; not worth a backup. */
    Path liberty() {
        return root.resolve("liberty");
    }

    Path ownerLink() {
        return run().resolve("owner-link");
    }

    /** For a server that is started by somebody else: lines a shell can read. */
    Path serverEnvironment() {
        return run().resolve("server.env");
    }

    Path runningFile() {
        return run().resolve("launcher.json");
    }

    private Path run() {
        return root.resolve("run");
    }

    /** Makes the folders and takes the lock; the lock ends with the channel, or with the process however it dies. */
    FileChannel lock() throws Failure {
        try {
            for (Path folder : new Path[] {root, logs(), run(), objects(), liberty()}) {
                Files.createDirectories(folder);
            }
            if (!Files.exists(secrets())) {
                Files.createDirectory(
                        secrets(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel channel =
                    FileChannel.open(run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw Failure.broken("Tertulia already runs on " + root + ". Stop it with: ./tertulia down, or choose"
                        + " another folder with --data.");
            }
            return channel;
        } catch (IOException failure) {
            throw Failure.broken("The data folder " + root + " cannot be used: " + failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }
}
