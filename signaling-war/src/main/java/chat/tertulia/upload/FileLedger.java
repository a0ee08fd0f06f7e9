package chat.tertulia.upload;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.StoredFile.Derived;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Every change of a file's record, and who hears of it. */
@Service
public class FileLedger {
    private final Database database;
    private final FileStore files;
    private final Iterable<FileCarrier> carriers;
    private final UploadMetrics metrics;
    private final Clock clock;

    @Inject
    FileLedger(
            Database database,
            FileStore files,
            @Any Instance<FileCarrier> carriers,
            UploadMetrics metrics,
            Clock clock) {
        this(database, files, (Iterable<FileCarrier>) carriers, metrics, clock);
    }

    public FileLedger(
            Database database, FileStore files, Iterable<FileCarrier> carriers, UploadMetrics metrics, Clock clock) {
        this.database = database;
        this.files = files;
        this.carriers = carriers;
        this.metrics = metrics;
        this.clock = clock;
    }

    void enter(StoredFile file) {
        database.writing(tx -> {
            files.insert(tx, file);
            tx.afterCommit(() -> metrics.reached(file.state()));
        });
    }

    Optional<StoredFile> find(String fileId) {
        return database.read(tx -> files.find(tx, fileId));
    }

    List<StoredFile> pending(int limit) {
        return database.read(tx -> files.pending(tx, limit));
    }

    void done(StoredFile file, Derived derived) {
        end(file, FileState.DONE, tx -> files.done(tx, file.fileId(), derived));
    }

    void rejected(StoredFile file, String code) {
        end(file, FileState.REJECTED, tx -> files.end(tx, file.fileId(), FileState.REJECTED, code));
    }

    void failed(StoredFile file) {
        end(file, FileState.FAILED, tx -> files.end(tx, file.fileId(), FileState.FAILED, null));
    }

    /** A result that is delivered twice changes nothing the second time. */
    private void end(StoredFile file, FileState state, Predicate<Tx> update) {
        database.writing(tx -> {
            if (update.test(tx)) {
                carriers.forEach(carrier -> carrier.changed(tx, file.fileId()));
                long took = Math.max(0, clock.millis() - file.createdAt());
                tx.afterCommit(() -> {
                    metrics.reached(state);
                    metrics.result(Duration.ofMillis(took));
                });
            }
        });
    }
}
