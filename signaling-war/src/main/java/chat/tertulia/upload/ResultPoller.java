package chat.tertulia.upload;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the image function's verdicts. The bucket is the bus: nobody calls this server, so it looks for
 * {@code results/<fileId>.json} of each pending file, more and more rarely, until the file's time is up. What is pending is
 * in the database, so a restart loses nothing.
 *
 * <p>Owned by: one virtual thread; {@link #watch} may be called from any.
 */
@Service
public class ResultPoller {
    private static final Logger LOG = Logger.getLogger(ResultPoller.class.getName());
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CAPACITY = 256;
    /** How often the database is asked for pending files that found no place in the schedule. */
    private static final long REFILL_MS = 10_000;

    private final Database database;
    private final FileStore files;
    private final Bucket bucket;
    private final Iterable<FileCarrier> carriers;
    private final UploadMetrics metrics;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore wake = new Semaphore(0);
    private final PollSchedule schedule = new PollSchedule(CAPACITY);
    private @Nullable Thread thread;

    @Inject
    ResultPoller(
            Database database,
            FileStore files,
            Bucket bucket,
            @Any Instance<FileCarrier> carriers,
            UploadMetrics metrics,
            Clock clock) {
        this(database, files, bucket, (Iterable<FileCarrier>) carriers, metrics, clock);
    }

    public ResultPoller(
            Database database,
            FileStore files,
            Bucket bucket,
            Iterable<FileCarrier> carriers,
            UploadMetrics metrics,
            Clock clock) {
        this.database = database;
        this.files = files;
        this.bucket = bucket;
        this.carriers = carriers;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        start();
    }

    void start() {
        thread = Thread.ofVirtual().name("result-poller").start(this::run);
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    void watch(StoredFile file) {
        locked(() -> schedule.add(file.fileId(), clock.millis()));
        wake.release();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                round();
                awaitTurn();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException bug) {
                // One bad file must not end the watch over all others; the next round comes with the refill.
                LOG.log(Level.SEVERE, bug, () -> "A round of the result poller failed");
            }
        }
    }

    private void awaitTurn() throws InterruptedException {
        OptionalLong turn = locked(schedule::next);
        long pause = turn.isEmpty() ? REFILL_MS : Math.clamp(turn.getAsLong() - clock.millis(), 20, REFILL_MS);
        if (wake.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }

    /** Looks once for everything whose turn it is. */
    void round() {
        refill();
        for (String fileId : due()) {
            try {
                look(fileId);
            } catch (Refusal away) {
                // The store does not answer: no use asking it for the others now.
                missed(fileId);
                return;
            }
        }
    }

    private void refill() {
        int room = locked(schedule::room);
        if (room > 0) {
            List<StoredFile> pending = database.read(tx -> files.pending(tx, CAPACITY));
            locked(() -> pending.stream()
                    .filter(file -> schedule.add(file.fileId(), clock.millis()))
                    .count());
        }
    }

    private List<String> due() {
        return locked(() -> schedule.due(clock.millis()));
    }

    private void look(String fileId) {
        StoredFile file =
                database.read(tx -> files.find(tx, fileId)).orElse(null);
        if (file == null || !isPending(file)) {
            drop(fileId);
            return;
        }
        Optional<byte[]> document = bucket.document(StoredFile.resultKey(fileId));
        boolean ended = document.isPresent() && apply(file, ResultDocument.parse(fileId, document.get()));
        if (ended || giveUp(file)) {
            drop(fileId);
        } else {
            missed(fileId);
        }
    }

    private static boolean isPending(StoredFile file) {
        return file.state() == FileState.QUEUED || file.state() == FileState.PROCESSING;
    }

    /** Whether the document was the last word on this file. */
    private boolean apply(StoredFile file, ResultDocument document) {
        return switch (document) {
            case ResultDocument.Done(String etag, var derived) ->
                concerns(file, etag) && end(file, FileState.DONE, tx -> files.done(tx, file.fileId(), derived));
            case ResultDocument.Rejected(String etag, String code) ->
                concerns(file, etag)
                        && end(
                                file,
                                FileState.REJECTED,
                                tx -> files.end(tx, file.fileId(), FileState.REJECTED, code));
            case ResultDocument.Malformed(String why) -> {
                LOG.warning(() -> "The result of file " + file.fileId() + " is of no use: " + why);
                yield false;
            }
        };
    }

    /** A result for other bytes under the same key is old and says nothing. */
    private static boolean concerns(StoredFile file, String sourceEtag) {
        return bare(file.etag()).equals(bare(sourceEtag));
    }

    private static String bare(String etag) {
        return etag.replace("\"", "");
    }

    private boolean giveUp(StoredFile file) {
        if (clock.millis() - file.createdAt() < PATIENCE.toMillis()) {
            return false;
        }
        LOG.warning(() -> "No result for file " + file.fileId() + " within " + PATIENCE);
        return end(file, FileState.FAILED, tx -> files.end(tx, file.fileId(), FileState.FAILED, null));
    }

    private boolean end(StoredFile file, FileState state, Predicate<Tx> update) {
        database.writing(tx -> {
            if (update.test(tx)) {
                carriers.forEach(carrier -> carrier.changed(tx, file.fileId()));
                tx.afterCommit(() -> {
                    metrics.reached(state);
                    metrics.result(Duration.ofMillis(Math.max(0, clock.millis() - file.createdAt())));
                });
            }
        });
        return true;
    }

    private void drop(String fileId) {
        locked(() -> {
            schedule.remove(fileId);
            return fileId;
        });
    }

    private void missed(String fileId) {
        locked(() -> {
            schedule.missed(fileId, clock.millis());
            return fileId;
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
