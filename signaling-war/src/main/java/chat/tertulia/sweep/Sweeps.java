package chat.tertulia.sweep;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The wishes for sweeps, of the schedule and of administrators. What is to be done is in the database: a server that dies at
 * any step goes on where it was. Blocks; safe from any thread.
 */
@Service
public class Sweeps {
    /** So many are remembered. */
    static final int KEPT = 30;

    private final Database database;
    private final SweepStore store;
    private final SweepSettings settings;
    private final Clock clock;

    @Inject
    public Sweeps(Database database, SweepStore store, SweepSettings settings, Clock clock) {
        this.database = database;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return the new sweep's id; its manifest is written later */
    String ask(boolean dryRun) {
        return database.write(tx -> {
            String sweepId = Ids.next();
            store.insert(tx, sweepId, dryRun, clock.millis());
            return sweepId;
        });
    }

    /**
     * Asks for a sweep when the time has come. The first one of a database deletes nothing: should this be a fresh database
     * beside an old bucket, there is a day to notice.
     */
    void askWhenDue() {
        if (settings.interval().isZero()) {
            return;
        }
        Optional<Long> anchor = database.read(store::anchor);
        if (anchor.isEmpty()) {
            ask(true);
        } else if (clock.millis() - anchor.get() >= settings.interval().toMillis()) {
            ask(false);
        }
    }

    List<SweepRecord> latest() {
        return database.read(tx -> store.latest(tx, KEPT, 0));
    }

    boolean areUnderWay() {
        return database.read(tx -> !store.in(tx, SweepState.WAITING, 1).isEmpty()
                || !store.in(tx, SweepState.WRITING, 1).isEmpty());
    }
}
