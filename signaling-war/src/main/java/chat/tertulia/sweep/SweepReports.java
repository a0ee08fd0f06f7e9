package chat.tertulia.sweep;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.Bucket;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Fetches what the sweep function reports, and forgets old sweeps. The bucket is the bus: nobody calls this server.
 *
 * <p>Owned by: the keeper's thread.
 */
@Service
public class SweepReports {
    private static final Logger LOG = Logger.getLogger(SweepReports.class.getName());
    /** The function itself follows no manifest that is older. */
    static final Duration PATIENCE = Duration.ofHours(24);

    private static final int AT_ONCE = 20;
    private static final int MAX_BYTES = 64 * 1024;

    private final Database database;
    private final SweepStore store;
    private final Bucket bucket;
    private final SweepMetrics metrics;
    private final Clock clock;

    @Inject
    public SweepReports(Database database, SweepStore store, Bucket bucket, SweepMetrics metrics, Clock clock) {
        this.database = database;
        this.store = store;
        this.bucket = bucket;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Looks for the reports that are awaited. */
    void read() {
        for (SweepRecord sweep : database.read(tx -> store.in(tx, SweepState.WAITING, AT_ONCE))) {
            Optional<SweepReport> report = document(SweepRecord.reportKey(sweep.sweepId()))
                    .flatMap(json -> SweepReport.parse(sweep.sweepId(), json));
            if (report.isPresent()) {
                end(sweep, report.get());
            } else if (clock.millis() - sweep.createdAt() > PATIENCE.toMillis()) {
                LOG.warning(() -> "No report of sweep " + sweep.sweepId() + " within " + PATIENCE);
                database.writing(tx -> store.end(tx, sweep.sweepId(), SweepState.LOST, null));
                metrics.ended(SweepState.LOST);
            }
        }
    }

    private void end(SweepRecord sweep, SweepReport report) {
        SweepState state = report.refused() == null ? SweepState.DONE : SweepState.REFUSED;
        database.writing(tx -> store.end(tx, sweep.sweepId(), state, report));
        metrics.ended(state);
        metrics.swept(report, clock.millis());
        LOG.info(() -> "Sweep " + sweep.sweepId() + ": " + report);
    }

    private Optional<byte[]> document(String key) {
        return bucket.with((s3, name) -> {
            try (var body = s3.getObject(request -> request.bucket(name).key(key))) {
                return Optional.of(body.readNBytes(MAX_BYTES));
            } catch (NoSuchKeyException notYet) {
                return Optional.empty();
            } catch (IOException broken) {
                return Optional.empty();
            }
        });
    }

    /** Forgets all but the last ones, their objects first. */
    void prune() {
        for (SweepRecord old : database.read(tx -> store.latest(tx, AT_ONCE, Sweeps.KEPT))) {
            delete(SweepRecord.manifestKey(old.sweepId()));
            delete(SweepRecord.reportKey(old.sweepId()));
            database.writing(tx -> store.delete(tx, old.sweepId()));
        }
    }

    private void delete(String key) {
        bucket.with((S3Client s3, String name) ->
                s3.deleteObject(request -> request.bucket(name).key(key)));
    }
}
