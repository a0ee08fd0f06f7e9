package chat.tertulia.sweep;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.FileAgeStore;
import chat.tertulia.upload.FileAgeStore.Aged;
import chat.tertulia.upload.FileCarrier;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.logging.Logger;

/**
 * Ends the records of files that nothing carries and that are older than the grace time; their objects follow with the next
 * sweep. Walks from the oldest to the youngest, some pages a round, and then from the start again.
 *
 * <p>Owned by: the keeper's thread.
 */
@Service
public class FileCollector {
    private static final Logger LOG = Logger.getLogger(FileCollector.class.getName());
    private static final int PAGE = 500;
    private static final int PAGES = 8;

    private final Database database;
    private final FileAgeStore files;
    private final Iterable<FileCarrier> carriers;
    private final SweepSettings settings;
    private final SweepMetrics metrics;
    private final Clock clock;
    private Aged position = Aged.FIRST;

    @Inject
    FileCollector(
            Database database,
            FileAgeStore files,
            @Any Instance<FileCarrier> carriers,
            SweepSettings settings,
            SweepMetrics metrics,
            Clock clock) {
        this(database, files, (Iterable<FileCarrier>) carriers, settings, metrics, clock);
    }

    public FileCollector(
            Database database,
            FileAgeStore files,
            Iterable<FileCarrier> carriers,
            SweepSettings settings,
            SweepMetrics metrics,
            Clock clock) {
        this.database = database;
        this.files = files;
        this.carriers = carriers;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        // Where nobody speaks for the files, nobody wants them: that would be a mistake of the deployment, not the
        // truth.
        if (!carriers.iterator().hasNext()) {
            throw new IllegalStateException("No feature carries files.");
        }
    }

    /** @return how many records ended */
    public int round() {
        long cut = clock.millis() - settings.grace().toMillis();
        int ended = 0;
        for (int i = 0; i < PAGES; i++) {
            List<Aged> page = database.read(tx -> files.agedAfter(tx, position, cut, PAGE));
            ended += end(page);
            if (page.size() < PAGE) {
                position = Aged.FIRST;
                return ended;
            }
            position = page.getLast();
        }
        return ended;
    }

    FileAgeStore.Usage usage() {
        return database.read(files::usage);
    }

    /** Looked for without the write lock, and once more under it: a message may have taken the file meanwhile. */
    private int end(List<Aged> page) {
        List<String> candidates = database.read(tx -> page.stream()
                .map(Aged::fileId)
                .filter(fileId -> !isCarried(tx, fileId))
                .toList());
        if (candidates.isEmpty()) {
            return 0;
        }
        List<String> ended = database.write(tx -> candidates.stream()
                .filter(fileId -> !isCarried(tx, fileId) && files.delete(tx, fileId))
                .toList());
        metrics.collected(ended.size());
        ended.forEach(fileId -> LOG.info(() -> "File " + fileId + " has ended: nothing carries it"));
        return ended.size();
    }

    private boolean isCarried(Tx tx, String fileId) {
        for (FileCarrier carrier : carriers) {
            if (carrier.carries(tx, fileId)) {
                return true;
            }
        }
        return false;
    }
}
