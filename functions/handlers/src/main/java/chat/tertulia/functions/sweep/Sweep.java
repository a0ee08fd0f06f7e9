package chat.tertulia.functions.sweep;

import chat.tertulia.functions.sweep.ManifestEntry.Broken;
import chat.tertulia.functions.sweep.ManifestEntry.End;
import chat.tertulia.functions.sweep.ManifestEntry.Header;
import chat.tertulia.functions.sweep.ManifestEntry.Reference;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The join of a manifest and a listing, both in the order of {@link KeyOrder}: an object that no reference covers and that
 * was there before the grace time began goes. Holds one batch, whatever the number of objects. No reading and no writing
 * happens but through what it is given.
 *
 * <p>An object is judged when it is met, by references up to its own key, so what has been deleted is right even where the
 * listing or the manifest breaks off behind it.
 */
public final class Sweep {
    /** What may be swept at all, in the order of their bytes. */
    public static final List<String> SWEPT = List.of("media/", "raw/", "results/");

    private static final int BATCH = 1000;
    private static final int SAMPLE = 20;

    private final ManifestReader references;
    private final Instant cut;
    private final Deletion deletion;
    private final Tally tally = new Tally();
    private final List<Listed> batch = new ArrayList<>(BATCH);
    private @Nullable ManifestEntry entry;
    private boolean met;

    /** @param lastModified by the clock of the store */
    public record Listed(String key, long size, Instant lastModified) {}

    /** What is done with objects that go: at most a thousand at a time. */
    public interface Deletion {
        /** @return the keys of those that could not be deleted */
        Set<String> delete(List<Listed> objects);
    }

    /** What was counted. */
    public static final class Tally {
        long listed;
        long referenced;
        long deleted;
        long bytes;
        long missing;
        long tooYoung;
        long errors;
        final List<String> missingSample = new ArrayList<>();

        public long deleted() {
            return deleted;
        }

        public long missing() {
            return missing;
        }
    }

    /**
     * @param references behind its header
     * @param cut an object changed after this stays
     */
    public Sweep(ManifestReader references, Instant cut, Deletion deletion) {
        this.references = references;
        this.cut = cut;
        this.deletion = deletion;
    }

    /**
     * The moment before which an object must have been stored to be judged. The times of objects are those of the store's
     * clock, the manifest's is the server's: the earlier of the two readings of the same moment is safe, whichever clock is
     * wrong.
     *
     * @param stored when the manifest itself was stored, by the store's clock
     */
    public static Instant cut(Header header, Instant stored) {
        Instant moment = stored.isBefore(header.createdAt()) ? stored : header.createdAt();
        return moment.minus(header.grace());
    }

    public Tally tally() {
        return tally;
    }

    /** @return why it stopped before the end, or nothing when it came through */
    public Optional<RefusalCode> run(Iterator<Listed> objects) throws IOException {
        String last = "";
        entry = references.next();
        while (objects.hasNext()) {
            Listed object = objects.next();
            if (KeyOrder.UTF_8.compare(last, object.key()) >= 0) {
                return Optional.of(RefusalCode.UNSORTED_LISTING);
            }
            last = object.key();
            if (entryFor(object.key()) instanceof Broken(RefusalCode code)) {
                return Optional.of(code);
            }
            judge(object);
        }
        flush();
        return drain();
    }

    /** The first entry that is not before the object. */
    private ManifestEntry entryFor(String key) throws IOException {
        ManifestEntry now = current();
        while (now instanceof Reference reference && reference.isBefore(key)) {
            now = pass(reference);
        }
        return now;
    }

    private ManifestEntry pass(Reference reference) throws IOException {
        if (reference.expected() && !met) {
            tally.missing++;
            if (tally.missingSample.size() < SAMPLE) {
                tally.missingSample.add(reference.key());
            }
        }
        met = false;
        entry = references.next();
        return entry;
    }

    private void judge(Listed object) {
        tally.listed++;
        if (current() instanceof Reference reference && reference.covers(object.key())) {
            tally.referenced++;
            met = true;
        } else if (object.lastModified().isAfter(cut)) {
            tally.tooYoung++;
        } else if (SWEPT.stream().anyMatch(object.key()::startsWith)) {
            batch.add(object);
            if (batch.size() == BATCH) {
                flush();
            }
        }
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Set<String> failed = deletion.delete(List.copyOf(batch));
        for (Listed object : batch) {
            if (failed.contains(object.key())) {
                tally.errors++;
            } else {
                tally.deleted++;
                tally.bytes += object.size();
            }
        }
        batch.clear();
    }

    private Optional<RefusalCode> drain() throws IOException {
        ManifestEntry now = current();
        while (now instanceof Reference reference) {
            now = pass(reference);
        }
        return switch (now) {
            case Broken(RefusalCode code) -> Optional.of(code);
            case End _ -> Optional.empty();
            case Header _, Reference _ -> throw new IllegalStateException("not the end: " + now);
        };
    }

    private ManifestEntry current() {
        if (entry == null) {
            throw new IllegalStateException("not running");
        }
        return entry;
    }
}
