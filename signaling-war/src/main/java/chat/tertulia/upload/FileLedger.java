package chat.tertulia.upload;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.StoredFile.Derived;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every change of a file's record, and who hears of it. */
@Service
public class FileLedger {
    private final Database database;
    private final FileStore files;
    private final FileQuota quota;
    private final Iterable<FileCarrier> carriers;
    private final FileNews news;

    @Inject
    FileLedger(
            Database database, FileStore files, FileQuota quota, @Any Instance<FileCarrier> carriers, FileNews news) {
        this(database, files, quota, (Iterable<FileCarrier>) carriers, news);
    }

    public FileLedger(
            Database database, FileStore files, FileQuota quota, Iterable<FileCarrier> carriers, FileNews news) {
        this.database = database;
        this.files = files;
        this.quota = quota;
        this.carriers = carriers;
        this.news = news;
    }

    void requireRoom(String memberId) {
        quota.requireRoom(memberId);
    }

    void enter(StoredFile file, Intake.Place place) {
        database.writing(tx -> {
            files.insert(tx, file);
            place.take(tx, file);
            // Last, when the bytes that an upload in parts had reserved are counted once and not twice.
            quota.requireHeld(tx, file.uploaderMemberId(), file.size());
            news.entered(tx, file);
        });
    }

    Optional<StoredFile> find(String fileId) {
        return database.read(tx -> files.find(tx, fileId));
    }

    List<StoredFile> pending(int limit) {
        return database.read(tx -> files.pending(tx, limit));
    }

    void processing(StoredFile file) {
        change(file, tx -> files.processing(tx, file.fileId()));
    }

    void done(StoredFile file, Derived derived) {
        change(file, tx -> files.done(tx, file.fileId(), derived));
    }

    void rejected(StoredFile file, String code) {
        change(file, tx -> files.end(tx, file.fileId(), FileState.REJECTED, code));
    }

    /** @param code the function's word, or null when it has said nothing */
    void failed(StoredFile file, @Nullable String code) {
        change(file, tx -> files.end(tx, file.fileId(), FileState.FAILED, code));
    }

    void again(StoredFile file, long now) {
        change(file, tx -> files.again(tx, file.fileId(), now));
    }

    /** A result that is delivered twice changes nothing the second time. */
    private void change(StoredFile file, Predicate<Tx> update) {
        database.writing(tx -> {
            if (update.test(tx)) {
                files.find(tx, file.fileId()).ifPresent(now -> news.changed(tx, now));
                carriers.forEach(carrier -> carrier.changed(tx, file.fileId()));
            }
        });
    }
}
