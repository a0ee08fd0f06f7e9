package chat.tertulia.sweep;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.Bucket;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.logging.Logger;

/**
 * Puts the manifests that were asked for into the bucket. A manifest is there as a whole or not at all; one that was cut short
 * by a crash is written anew.
 *
 * <p>Owned by: the keeper's thread.
 */
@Service
public class SweepWriter {
    private static final Logger LOG = Logger.getLogger(SweepWriter.class.getName());
    private static final int AT_ONCE = 5;

    private final Database database;
    private final SweepStore store;
    private final Manifests manifests;
    private final Bucket bucket;
    private final Clock clock;

    @Inject
    public SweepWriter(Database database, SweepStore store, Manifests manifests, Bucket bucket, Clock clock) {
        this.database = database;
        this.store = store;
        this.manifests = manifests;
        this.bucket = bucket;
        this.clock = clock;
    }

    void write() {
        for (SweepRecord sweep : database.read(tx -> store.in(tx, SweepState.WRITING, AT_ONCE))) {
            long entries = write(sweep);
            database.writing(tx -> store.written(tx, sweep.sweepId(), entries));
            LOG.info(() -> "Sweep " + sweep.sweepId() + (sweep.dryRun() ? ", which only counts," : "")
                    + " has begun with " + entries + " references");
        }
    }

    private long write(SweepRecord sweep) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        try (ManifestUpload upload = new ManifestUpload(bucket, SweepRecord.manifestKey(sweep.sweepId()))) {
            long entries = manifests.write(sweep.sweepId(), sweep.dryRun(), now, upload);
            upload.finish();
            return entries;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
