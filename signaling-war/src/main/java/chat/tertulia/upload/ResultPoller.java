package chat.tertulia.upload;

import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
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
    /** So long nothing may be heard of a file; a lease of the function counts as hearing. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** However often the function says that it is at work. */
    static final Duration LONGEST = Duration.ofMinutes(30);

    private static final int CAPACITY = 256;
    /** How often the database is asked for pending files that found no place in the schedule. */
    private static final long REFILL_MS = 10_000;

    private final FileLedger ledger;
    private final Bucket bucket;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore wake = new Semaphore(0);
    private final PollSchedule schedule = new PollSchedule(CAPACITY);
    private final AtomicLong oldest = new AtomicLong();
    private @Nullable Thread thread;

    @Inject
    public ResultPoller(FileLedger ledger, Bucket bucket, UploadMetrics metrics, Clock clock) {
        this.ledger = ledger;
        this.bucket = bucket;
        this.clock = clock;
        metrics.watchQueue(oldest::get, clock);
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

    /** The image function is asked once more about a file that had failed; about any other there is nothing to ask. */
    public void watchAgain(String fileId) {
        ledger.find(fileId).ifPresent(file -> {
            ledger.again(file, clock.millis());
            watch(file);
        });
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
            List<StoredFile> pending = ledger.pending(CAPACITY);
            oldest.set(pending.isEmpty() ? 0 : pending.getFirst().createdAt());
            locked(() -> pending.stream()
                    .filter(file -> schedule.add(file.fileId(), clock.millis()))
                    .count());
        }
    }

    private List<String> due() {
        return locked(() -> schedule.due(clock.millis()));
    }

    private void look(String fileId) {
        StoredFile file = ledger.find(fileId).orElse(null);
        if (file == null || !file.isPending()) {
            drop(fileId);
            return;
        }
        Optional<byte[]> document = bucket.document(StoredFile.resultKey(fileId));
        ResultDocument result = document.<ResultDocument>map(json -> ResultDocument.parse(fileId, json))
                .orElse(ResultDocument.NONE);
        if (apply(file, result) || giveUp(file, result)) {
            drop(fileId);
        } else {
            missed(fileId);
        }
    }

    /** Whether the document was the last word on this file. */
    private boolean apply(StoredFile file, ResultDocument document) {
        switch (document) {
            case ResultDocument.Done(String etag, var derived) when concerns(file, etag) -> ledger.done(file, derived);
            case ResultDocument.Rejected(String etag, String code)
            when concerns(file, etag) -> ledger.rejected(file, code);
            case ResultDocument.Failed(String etag, String code) when concerns(file, etag) -> ledger.failed(file, code);
            case ResultDocument.Processing(String etag, long _)
            when concerns(file, etag) -> {
                ledger.processing(file);
                return false;
            }
            case ResultDocument.Done _,
                    ResultDocument.Rejected _,
                    ResultDocument.Failed _,
                    ResultDocument.Processing _,
                    ResultDocument.None _ -> {
                return false;
            }
            case ResultDocument.Malformed(String why) -> {
                LOG.warning(() -> "The result of file " + file.fileId() + " is of no use: " + why);
                return false;
            }
        }
        return true;
    }

    /** A result for other bytes under the same key is old and says nothing. */
    private static boolean concerns(StoredFile file, String sourceEtag) {
        return bare(file.etag()).equals(bare(sourceEtag));
    }

    private static String bare(String etag) {
        return etag.replace("\"", "");
    }

    private boolean giveUp(StoredFile file, ResultDocument result) {
        long heard = result instanceof ResultDocument.Processing(String etag, long leaseUntil) && concerns(file, etag)
                ? Math.clamp(leaseUntil, file.queuedAt(), file.queuedAt() + LONGEST.toMillis())
                : file.queuedAt();
        if (clock.millis() - heard < PATIENCE.toMillis()) {
            return false;
        }
        LOG.warning(() -> "No result for file " + file.fileId() + " of request " + file.correlationId());
        ledger.failed(file, null);
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
