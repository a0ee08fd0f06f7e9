package chat.tertulia.sweep;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.FileAgeStore;
import chat.tertulia.upload.FileAgeStore.Known;
import chat.tertulia.upload.FileReferences;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What the database refers to, as a manifest, a page of ids at a time. The pages are read one after the other and not from
 * one snapshot: an id that is there at the beginning and at the end is on its page whenever that is read, and one that comes
 * later names objects younger than the manifest.
 */
@Service
public class Manifests {
    private static final int PAGE = 1000;

    private final Database database;
    private final FileAgeStore files;
    private final Iterable<FileReferences> others;
    private final SweepSettings settings;

    @Inject
    Manifests(Database database, FileAgeStore files, @Any Instance<FileReferences> others, SweepSettings settings) {
        this(database, files, (Iterable<FileReferences>) others, settings);
    }

    public Manifests(Database database, FileAgeStore files, Iterable<FileReferences> others, SweepSettings settings) {
        this.database = database;
        this.files = files;
        this.others = others;
        this.settings = settings;
    }

    /** The three kinds of objects of a file, in the order of their keys. */
    private enum Kind {
        MEDIA {
            @Override
            void write(ManifestLines lines, Named file) throws IOException {
                lines.reference("media/" + file.fileId() + "/", file.derived());
            }
        },
        RAW {
            @Override
            void write(ManifestLines lines, Named file) throws IOException {
                lines.reference("raw/" + file.fileId(), file.stored());
            }
        },
        RESULTS {
            @Override
            void write(ManifestLines lines, Named file) throws IOException {
                lines.reference("results/" + file.fileId() + ".json", false);
            }
        };

        abstract void write(ManifestLines lines, Named file) throws IOException;
    }

    /** @param stored whether its upload is complete */
    private record Named(String fileId, boolean stored, boolean derived) {}

    /**
     * @param now before anything is read
     * @return how many references were written
     */
    public long write(String sweepId, boolean dryRun, Instant now, OutputStream out) throws IOException {
        ManifestLines lines = new ManifestLines(out, new ManifestLines.Header(sweepId, now, settings.grace(), dryRun));
        for (Kind kind : Kind.values()) {
            String after = "";
            List<Named> page = page(after);
            while (!page.isEmpty()) {
                for (Named file : page) {
                    kind.write(lines, file);
                }
                after = page.getLast().fileId();
                page = page(after);
            }
        }
        return lines.end();
    }

    private List<Named> page(String after) {
        return database.read(tx -> page(tx, after));
    }

    /** All tables in one transaction: an id that moves from one to the other is in one of them. */
    private List<Named> page(Tx tx, String after) {
        TreeMap<String, Named> page = new TreeMap<>(Comparator.naturalOrder());
        for (FileReferences table : others) {
            table.fileIdsAfter(tx, after, PAGE).forEach(id -> page.put(id, new Named(id, false, false)));
        }
        for (Known file : files.knownAfter(tx, after, PAGE)) {
            page.put(file.fileId(), new Named(file.fileId(), true, file.derived()));
        }
        // Each table gave its first ones: beyond a page's length of them all, one may lack those of another.
        return new ArrayList<>(page.values()).subList(0, Math.min(PAGE, page.size()));
    }
}
