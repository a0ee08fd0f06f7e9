package chat.tertulia.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import chat.tertulia.functions.sweep.KeyOrder;
import chat.tertulia.functions.sweep.ManifestEntry;
import chat.tertulia.functions.sweep.ManifestReader;
import chat.tertulia.functions.sweep.Sweep;
import chat.tertulia.functions.sweep.Sweep.Listed;
import chat.tertulia.message.ChatWorld;
import chat.tertulia.message.MessageView;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Role;
import chat.tertulia.upload.FileAgeStore;
import chat.tertulia.upload.FileReferences;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A server with its real database, collector and manifests, the real sweep, and between them a bucket with a clock of its own,
 * in which everything happens in an order that chance decides and may be cut off at any step. Deleting what is referred to, or
 * is on its way to be, throws.
 */
final class SweptWorld implements AutoCloseable {
    private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(15);

    private final RandomGenerator random;
    private final ChatWorld chat;
    private final Manifests manifests;
    private final FileCollector collector;
    private final Duration skew;
    private final String member;
    private final TreeMap<String, Instant> bucket = new TreeMap<>(KeyOrder.UTF_8);
    /** Stored, and the server is about to enter it. */
    private final Map<String, Instant> underWay = new TreeMap<>();

    private final List<MessageView> messages = new ArrayList<>();
    private final List<Stored> stored = new ArrayList<>();
    private int depth;
    long deleted;

    /** A manifest in the bucket. */
    private record Stored(ByteArrayOutputStream gzip, Instant at) {
        ManifestReader open() {
            return new ManifestReader(new ByteArrayInputStream(gzip.toByteArray()));
        }
    }

    /** The process dies here. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    SweptWorld(Path folder, RandomGenerator random, Map<String, String> settings) {
        this.random = random;
        chat = new ChatWorld(folder);
        skew = Duration.ofMinutes(random.nextInt(-60, 61));
        member = chat.member("Ann", Role.MEMBER);
        chat.database.writing(tx -> tx.handle().execute("create table test_sessions (file_id text primary key)"));
        FileAgeStore files = new FileAgeStore();
        SweepSettings set = new SweepSettings(settings);
        manifests = new Manifests(chat.database, files, List.of((FileReferences) this::sessionsAfter), set);
        collector = new FileCollector(chat.database, files, chat.fileRemoval, set, SweepMetrics.none(), chat.clock);
    }

    /** The manifest reads a page: meanwhile the world goes on. */
    private List<String> sessionsAfter(Tx tx, String fileId, int limit) {
        List<String> page = tx.handle()
                .createQuery("select file_id from test_sessions where file_id > :after order by file_id limit :limit")
                .bind("after", fileId)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
        meanwhile();
        return page;
    }

    private void meanwhile() {
        if (depth > 0 && random.nextInt(3) == 0) {
            step();
        }
    }

    void step() {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> store();
            case 3, 4 -> enter();
            case 5 -> beginSession();
            case 6 -> completeSession();
            case 7 -> derive();
            case 8, 9 -> attach();
            case 10 -> deleteMessage();
            case 11 -> advance(Duration.ofSeconds(random.nextInt(1, 1500)));
            case 12 -> collector.round();
            default -> sweeping();
        }
    }

    private void sweeping() {
        if (depth > 0) {
            return;
        }
        depth++;
        try {
            if (stored.isEmpty() || random.nextBoolean()) {
                writeManifest(random.nextInt(4) == 0);
            } else {
                sweep(stored.get(random.nextInt(stored.size())), random.nextInt(3) == 0);
            }
        } catch (Crash died) {
            // The next one finds what it left.
        } finally {
            depth--;
        }
    }

    private Instant storeTime() {
        return chat.clock.instant().plus(skew);
    }

    private void put(String key) {
        bucket.put(key, storeTime());
    }

    private void store() {
        String fileId = Ids.next();
        put("raw/" + fileId);
        underWay.put(fileId, chat.clock.instant());
    }

    private void enter() {
        any(underWay.keySet()).ifPresent(fileId -> {
            underWay.remove(fileId);
            if (random.nextInt(6) != 0) {
                chat.database.writing(tx -> insert(tx, fileId));
            }
        });
    }

    private void insert(Tx tx, String fileId) {
        tx.handle()
                .createUpdate("""
                        insert into files (file_id, uploader_member_id, name, mime, size, etag, state, created_at)
                        values (:id, :member, 'a', 'image/png', 1, 'e', 'done', :now)""")
                .bind("id", fileId)
                .bind("member", member)
                .bind("now", chat.clock.millis())
                .execute();
    }

    private void beginSession() {
        String fileId = Ids.next();
        chat.database.writing(tx -> tx.handle().execute("insert into test_sessions values (?)", fileId));
    }

    /** The object first, then both tables at once; or the member gives up. */
    private void completeSession() {
        any(ids("test_sessions")).ifPresent(fileId -> {
            put("raw/" + fileId);
            if (random.nextInt(4) == 0) {
                return;
            }
            boolean kept = random.nextInt(5) != 0;
            chat.database.writing(tx -> {
                tx.handle().execute("delete from test_sessions where file_id = ?", fileId);
                if (kept) {
                    insert(tx, fileId);
                }
            });
        });
    }

    /** The image function, late or early, for a file that lives or has ended. */
    private void derive() {
        List<String> uploads = List.copyOf(bucket.subMap("raw/", "raw0").keySet());
        if (!uploads.isEmpty()) {
            String fileId = uploads.get(random.nextInt(uploads.size())).substring("raw/".length());
            put("media/" + fileId + "/full.avif");
            put("media/" + fileId + "/thumb.avif");
            put("results/" + fileId + ".json");
        }
    }

    private void attach() {
        any(ids("files")).ifPresent(fileId -> {
            try {
                messages.add(chat.sendFiles(member, chat.general(), List.of(fileId)));
            } catch (Refusal gone) {
                // It has ended meanwhile: the member is told.
            }
        });
    }

    private void deleteMessage() {
        if (!messages.isEmpty()) {
            chat.delete(member, messages.remove(random.nextInt(messages.size())));
        }
    }

    /** A request that takes longer than any may has died. */
    private void advance(Duration by) {
        chat.clock.advance(by);
        underWay.values().removeIf(begun -> begun.plus(UPLOAD_LIMIT).isBefore(chat.clock.instant()));
    }

    private void writeManifest(boolean crash) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            manifests.write(Ids.next(), false, chat.clock.instant(), bytes);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        if (crash) {
            throw new Crash();
        }
        stored.add(new Stored(bytes, storeTime()));
    }

    private void sweep(Stored manifest, boolean crash) {
        try (ManifestReader first = manifest.open();
                ManifestReader second = manifest.open()) {
            ManifestEntry entry = first.header();
            Instant cut = Sweep.cut(assertInstanceOf(ManifestEntry.Header.class, entry), manifest.at());
            while (!(entry instanceof ManifestEntry.End)) {
                entry = first.next();
                assertEquals(false, entry instanceof ManifestEntry.Broken, () -> "a manifest of ours");
            }
            second.header();
            var refused = new Sweep(second, cut, batch -> delete(batch, crash)).run(new Listing());
            assertEquals(true, refused.isEmpty());
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /** Key by key, as a store may do it; dead after any of them. */
    private Set<String> delete(List<Listed> batch, boolean crash) {
        int survivors = crash ? random.nextInt(batch.size() + 1) : batch.size();
        Set<String> living = living();
        for (Listed object : batch.subList(0, survivors)) {
            if (living.contains(fileId(object.key()))) {
                throw new AssertionError("deleted though something refers to it: " + object);
            }
            bucket.remove(object.key());
            deleted++;
        }
        if (crash) {
            throw new Crash();
        }
        return Set.of();
    }

    /** As S3 lists: page by page from behind the last key, while the world goes on. */
    private final class Listing implements Iterator<Listed> {
        private final List<Listed> page = new ArrayList<>();
        private String last = "";
        private boolean ended;

        @Override
        public boolean hasNext() {
            if (page.isEmpty() && !ended) {
                meanwhile();
                bucket.tailMap(last, false).entrySet().stream()
                        .limit(3)
                        .forEach(entry -> page.add(new Listed(entry.getKey(), 1, entry.getValue())));
                ended = page.isEmpty();
            }
            return !page.isEmpty();
        }

        @Override
        public Listed next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Listed next = page.removeFirst();
            last = next.key();
            return next;
        }
    }

    private static String fileId(String key) {
        String[] parts = key.split("/", -1);
        return parts[0].equals("results") ? parts[1].replace(".json", "") : parts[1];
    }

    private Set<String> living() {
        Set<String> living = new HashSet<>(ids("files"));
        living.addAll(ids("test_sessions"));
        living.addAll(underWay.keySet());
        return living;
    }

    private List<String> ids(String table) {
        return chat.database.read(tx -> tx.handle()
                .createQuery("select file_id from " + table + " order by file_id")
                .mapTo(String.class)
                .list());
    }

    private java.util.Optional<String> any(java.util.Collection<String> ids) {
        return ids.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(List.copyOf(ids).get(random.nextInt(ids.size())));
    }

    /** Nothing happens any more but what clears up. */
    void settle() {
        advance(Duration.ofHours(4));
        collector.round();
        writeManifest(false);
        sweep(stored.getLast(), false);
    }

    /** Ids of objects that nothing refers to. */
    Set<String> leftOver() {
        Set<String> left = new HashSet<>();
        bucket.keySet().forEach(key -> left.add(fileId(key)));
        left.removeAll(living());
        return left;
    }

    Set<String> uncarried() {
        Set<String> files = new HashSet<>(ids("files"));
        messages.forEach(message -> message.attachments().forEach(attachment -> files.remove(attachment.fileId())));
        return files;
    }

    @Override
    public void close() {
        chat.close();
    }
}
