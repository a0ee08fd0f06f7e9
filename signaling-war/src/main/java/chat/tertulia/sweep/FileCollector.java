package chat.tertulia.sweep;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.FileAgeStore;
import chat.tertulia.upload.FileAgeStore.Aged;
import chat.tertulia.upload.FileRemoval;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.logging.Logger;

/**
 * Ends files that nothing carries and that are older than the grace time, as if the last thing that carried them had just
 * gone. Walks from the oldest to the youngest, some pages a round, and then from the start again.
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
    private final FileRemoval removal;
    private final SweepSettings settings;
    private final SweepMetrics metrics;
    private final Clock clock;
    private Aged position = Aged.FIRST;

    @Inject
    public FileCollector(
            Database database,
            FileAgeStore files,
            FileRemoval removal,
            SweepSettings settings,
            SweepMetrics metrics,
            Clock clock) {
        this.database = database;
        this.files = files;
        this.removal = removal;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
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
                .filter(fileId -> !removal.isCarried(tx, fileId))
                .toList());
        if (candidates.isEmpty()) {
            return 0;
        }
        List<String> ended = database.write(tx -> removal.release(tx, candidates));
        metrics.collected(ended.size());
        ended.forEach(fileId -> LOG.info(() -> "File " + fileId + " has ended: nothing carries it"));
        return ended.size();
    }
}
