package chat.tertulia.upload;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.FileRemovalStore.Due;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends files. The row goes in the transaction that took away what carried it, so from its commit on the file exists for nobody;
 * the objects follow, from a list in the database that a crash leaves as it is. Uploads in parts that nobody went on with
 * end here too.
 *
 * <p>Owned by: one virtual thread for the objects; {@link #release} runs in the caller's transaction.
 */
@Service
public class FileRemoval {
    private static final Logger LOG = Logger.getLogger(FileRemoval.class.getName());
    private static final int BATCH = 100;
    private static final long PAUSE_MS = 60_000;

    private final Database database;
    private final Stores stores;
    private final Iterable<FileCarrier> carriers;
    private final Multipart bucket;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);
    private @Nullable Thread thread;

    /** The tables that tell what is there and what is to go. */
    @Service
    public record Stores(FileStore files, UploadSessionStore sessions, FileRemovalStore removals) {
        @Inject
        public Stores {}
    }

    @Inject
    FileRemoval(Database database, Stores stores, @Any Instance<FileCarrier> carriers, Multipart bucket, Clock clock) {
        this(database, stores, (Iterable<FileCarrier>) carriers, bucket, clock);
    }

    public FileRemoval(
            Database database, Stores stores, Iterable<FileCarrier> carriers, Multipart bucket, Clock clock) {
        this.database = database;
        this.stores = stores;
        this.carriers = carriers;
        this.bucket = bucket;
        this.clock = clock;
        // Where nobody speaks for the files, nobody wants them: that would be a mistake of the deployment, not the
        // truth.
        if (!carriers.iterator().hasNext()) {
            throw new IllegalStateException("No feature carries files.");
        }
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        thread = Thread.ofVirtual().name("file-removal").start(this::run);
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Something that carried these files is gone in this transaction: those that nothing else carries go as well.
     *
     * @return those that went
     */
    public List<String> release(Tx tx, Collection<String> fileIds) {
        List<String> gone = new ArrayList<>();
        for (String fileId : fileIds) {
            if (!isCarried(tx, fileId) && stores.files().delete(tx, fileId)) {
                remove(tx, new Due(fileId, null));
                gone.add(fileId);
            }
        }
        return gone;
    }

    /** Whether anything, for anybody, carries the file. */
    public boolean isCarried(Tx tx, String fileId) {
        for (FileCarrier carrier : carriers) {
            if (carrier.carries(tx, fileId)) {
                return true;
            }
        }
        return false;
    }

    /** Ends an upload in parts, in this transaction. */
    void end(Tx tx, UploadSession session) {
        if (stores.sessions().delete(tx, session.uploadId())) {
            remove(tx, new Due(session.fileId(), session.multipartId()));
        }
    }

    /** What lies in the store under an id that neither a file nor an upload has. */
    void removeUnknown(String fileId) {
        database.writing(tx -> {
            if (stores.files().find(tx, fileId).isEmpty()
                    && stores.sessions().find(tx, fileId).isEmpty()) {
                remove(tx, new Due(fileId, null));
            }
        });
    }

    private void remove(Tx tx, Due due) {
        stores.removals().add(tx, due);
        tx.afterCommit(wake::release);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                round();
                if (wake.tryAcquire(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException bug) {
                // The list stays as it is; the next round begins with it.
                LOG.log(Level.SEVERE, bug, () -> "A round of removing files failed");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes everything that is on the list now; stops at an absent store. */
    void round() {
        endStale();
        List<Due> due = database.read(tx -> stores.removals().first(tx, BATCH));
        while (!due.isEmpty()) {
            for (Due one : due) {
                try {
                    bucket.remove(one);
                } catch (Refusal away) {
                    return;
                }
                database.writing(tx -> stores.removals().done(tx, one));
            }
            due = database.read(tx -> stores.removals().first(tx, BATCH));
        }
    }

    private void endStale() {
        long before = clock.millis() - UploadSession.LIFE.toMillis();
        database.writing(
                tx -> stores.sessions().untouchedSince(tx, before, BATCH).forEach(session -> end(tx, session)));
    }
}
