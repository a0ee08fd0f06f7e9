package chat.tertulia.sweep;

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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does a round of everything, once a minute; more often while somebody waits for a report.
 *
 * <p>Owned by: one virtual thread; {@link #wake} may be called from any.
 */
@Service
public class SweepKeeper {
    private static final Logger LOG = Logger.getLogger(SweepKeeper.class.getName());
    /** Whatever else happens at a start shall be over. */
    static final Duration FIRST = Duration.ofMinutes(10);

    private static final long PAUSE_MS = 60_000;
    private static final long SHORT_PAUSE_MS = 3_000;

    private final FileCollector collector;
    private final Sweeps sweeps;
    private final SweepWriter writer;
    private final SweepReports reports;
    private final DeadLetters letters;
    private final Clock clock;
    private final long startedAt;
    private final Semaphore wake = new Semaphore(0);
    private @Nullable Thread thread;

    @Inject
    public SweepKeeper(
            FileCollector collector,
            Sweeps sweeps,
            SweepWriter writer,
            SweepReports reports,
            DeadLetters letters,
            Clock clock) {
        this.collector = collector;
        this.sweeps = sweeps;
        this.writer = writer;
        this.reports = reports;
        this.letters = letters;
        this.clock = clock;
        startedAt = clock.millis();
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        thread = Thread.ofVirtual().name("sweep-keeper").start(this::run);
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    void wake() {
        wake.release();
    }

    private void run() {
        try {
            while (true) {
                round();
                boolean awaited = sweeps.areUnderWay();
                if (wake.tryAcquire(awaited ? SHORT_PAUSE_MS : PAUSE_MS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each step for itself: a store that is away keeps no record from ending. */
    void round() {
        for (Runnable step : List.<Runnable>of(
                collector::round, this::askWhenDue, writer::write, reports::read, reports::prune, letters::measure)) {
            try {
                step.run();
            } catch (Refusal away) {
                LOG.fine(() -> "The keeper waits for the object store: " + away.getMessage());
            } catch (RuntimeException bug) {
                LOG.log(Level.SEVERE, bug, () -> "A round of the sweep keeper failed");
            }
        }
    }

    private void askWhenDue() {
        if (clock.millis() - startedAt >= FIRST.toMillis()) {
            sweeps.askWhenDue();
        }
    }
}
