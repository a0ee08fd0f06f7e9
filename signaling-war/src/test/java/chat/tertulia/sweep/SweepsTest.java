package chat.tertulia.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.sweep.ManifestEntry;
import chat.tertulia.functions.sweep.ManifestReader;
import chat.tertulia.message.ChatWorld;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Refusal;
import chat.tertulia.role.Role;
import chat.tertulia.upload.Bucket;
import chat.tertulia.upload.FileAgeStore;
import chat.tertulia.upload.FileLedger;
import chat.tertulia.upload.FileNews;
import chat.tertulia.upload.FileQuota;
import chat.tertulia.upload.FileUsageStore;
import chat.tertulia.upload.ObjectStore;
import chat.tertulia.upload.ResultPoller;
import chat.tertulia.upload.UploadMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's side of the bucket, on a real store and database. */
class SweepsTest {
    private ChatWorld world;
    private ObjectStore store;
    private Bucket bucket;
    private Sweeps sweeps;
    private SweepWriter writer;
    private SweepReports reports;
    private DeadLetters letters;
    private FilesAdmin admin;
    private SweepKeeper keeper;
    private String ann;
    private String owner;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        world = new ChatWorld(folder.resolve("data"));
        store = ObjectStore.in(Files.createDirectories(folder.resolve("objects")), 0);
        bucket = new Bucket(store.config());
        SweepSettings settings = new SweepSettings(Map.of());
        FileAgeStore files = new FileAgeStore();
        SweepStore records = new SweepStore();
        SweepMetrics metrics = SweepMetrics.none();
        sweeps = new Sweeps(world.database, records, settings, world.clock);
        writer = new SweepWriter(
                world.database,
                records,
                new Manifests(world.database, files, List.of(), settings),
                bucket,
                world.clock);
        reports = new SweepReports(world.database, records, bucket, metrics, world.clock);
        FileLedger ledger = new FileLedger(
                world.database,
                world.files,
                new FileQuota(world.database, new FileUsageStore(), world.members, world.config),
                world.carriers,
                new FileNews(world.broadcaster, UploadMetrics.none(), world.clock));
        ResultPoller results = new ResultPoller(ledger, bucket, UploadMetrics.none(), world.clock);
        letters = new DeadLetters(bucket, results, metrics, world.clock);
        FileCollector collector =
                new FileCollector(world.database, files, world.fileRemoval, settings, metrics, world.clock);
        admin = new FilesAdmin(world.database, world.members, sweeps, letters, collector);
        keeper = new SweepKeeper(collector, sweeps, writer, reports, letters, world.clock);
        ann = world.member("Ann", Role.MEMBER);
        owner = world.member("Olga", Role.OWNER);
    }

    @AfterEach
    void close() throws Exception {
        bucket.close();
        store.close();
        world.close();
    }

    private void failed(String fileId) {
        enter(fileId, "failed");
    }

    private String state(String fileId) {
        return world.database.read(tx -> tx.handle()
                .createQuery("select state from files where file_id = :id")
                .bind("id", fileId)
                .mapTo(String.class)
                .one());
    }

    private String file() {
        return enter(Ids.next(), "done");
    }

    private String enter(String fileId, String state) {
        world.database.writing(tx -> tx.handle()
                .createUpdate("""
                        insert into files (file_id, uploader_member_id, name, mime, size, etag, state, created_at)
                        values (:id, :member, 'a', 'image/png', 7, 'e', :state, :now)""")
                .bind("id", fileId)
                .bind("state", state)
                .bind("member", ann)
                .bind("now", world.clock.millis())
                .execute());
        return fileId;
    }

    private List<ManifestEntry> manifest(String sweepId) throws IOException {
        byte[] bytes = bucket.with((s3, name) -> s3.getObjectAsBytes(
                        request -> request.bucket(name).key(SweepRecord.manifestKey(sweepId)))
                .asByteArray());
        List<ManifestEntry> entries = new ArrayList<>();
        try (ManifestReader reader = new ManifestReader(new ByteArrayInputStream(bytes))) {
            entries.add(reader.header());
            while (!(entries.getLast() instanceof ManifestEntry.End
                    || entries.getLast() instanceof ManifestEntry.Broken)) {
                entries.add(reader.next());
            }
        }
        return entries;
    }

    private void report(String sweepId, String more) {
        store.put(
                SweepRecord.reportKey(sweepId),
                "{\"sweepId\":\"" + sweepId
                        + "\",\"dryRun\":false,\"listed\":3,\"referenced\":2,\"deleted\":1,\"bytes\":9"
                        + ",\"tooYoung\":0,\"errors\":0,\"aborted\":0" + more + "}");
    }

    @Test
    void shouldWriteWhatTheFunctionReads() throws IOException {
        String first = file();
        String second = file();
        String sweepId = sweeps.ask(false);
        writer.write();

        assertEquals(
                List.of(
                        new ManifestEntry.Header(sweepId, world.clock.instant(), Duration.ofMinutes(30), false),
                        new ManifestEntry.Reference("media/" + first + "/", false),
                        new ManifestEntry.Reference("media/" + second + "/", false),
                        new ManifestEntry.Reference("raw/" + first, true),
                        new ManifestEntry.Reference("raw/" + second, true),
                        new ManifestEntry.Reference("results/" + first + ".json", false),
                        new ManifestEntry.Reference("results/" + second + ".json", false),
                        new ManifestEntry.End(6)),
                manifest(sweepId));
        assertEquals(SweepState.WAITING, sweeps.latest().getFirst().state());
        assertEquals(6L, sweeps.latest().getFirst().entries());
    }

    @Test
    void shouldTakeTheReportAndShowIt() {
        String sweepId = sweeps.ask(false);
        writer.write();
        reports.read();
        assertEquals(SweepState.WAITING, sweeps.latest().getFirst().state());
        report("another", ",\"missing\":0");
        store.put(SweepRecord.reportKey(sweepId), "not JSON");
        reports.read();
        assertEquals(SweepState.WAITING, sweeps.latest().getFirst().state());

        report(sweepId, ",\"missing\":1,\"missingSample\":[\"raw/x\"],\"unheardOf\":{}");
        reports.read();

        FilesAdmin.SweepView seen = admin.overview(owner).sweeps().getFirst();
        assertEquals(SweepState.DONE, seen.state());
        SweepReport report = seen.report();
        assertTrue(report != null && report.deleted() == 1 && report.missing() == 1, () -> "" + report);
    }

    @Test
    void shouldTellWhenTheFunctionRefusedOrSaidNothing() {
        String refused = sweeps.ask(false);
        String lost = sweeps.ask(true);
        writer.write();
        report(refused, ",\"missing\":0,\"refused\":\"stale\"");
        world.clock.advance(SweepReports.PATIENCE.plusMillis(1));
        reports.read();
        assertEquals(
                List.of(SweepState.LOST, SweepState.REFUSED),
                sweeps.latest().stream().map(SweepRecord::state).toList());
        assertEquals(lost, sweeps.latest().getFirst().sweepId());
    }

    @Test
    void shouldOnlyLookTheFirstTimeAndThenSweepEachDay() {
        keeper.round();
        assertEquals(List.of(), sweeps.latest(), "not at once");
        world.clock.advance(SweepKeeper.FIRST);
        keeper.round();
        keeper.round();
        assertEquals(List.of(true), dryRuns());
        world.clock.advance(Duration.ofHours(24));
        keeper.round();
        keeper.round();
        assertEquals(List.of(false, true), dryRuns());
    }

    private List<Boolean> dryRuns() {
        return sweeps.latest().stream().map(SweepRecord::dryRun).toList();
    }

    @Test
    void shouldWaitForAStoreThatIsAway() throws Exception {
        String fileId = file();
        world.clock.advance(Duration.ofHours(1));
        sweeps.ask(false);
        store.stop();
        keeper.round();
        assertEquals(SweepState.WRITING, sweeps.latest().getFirst().state());
        assertTrue(world.database.read(tx -> world.files.find(tx, fileId)).isEmpty(), "records end all the same");
    }

    @Test
    void shouldRememberTheLastOnesOnly() {
        for (int i = 0; i < Sweeps.KEPT + 3; i++) {
            sweeps.ask(true);
        }
        for (int i = 0; i < 10; i++) {
            writer.write();
        }
        reports.prune();
        assertEquals(Sweeps.KEPT, sweeps.latest().size());
        assertEquals(Sweeps.KEPT, store.keys().size());
    }

    @Test
    void shouldStoreInPartsOrNotAtAll() throws IOException {
        byte[] bytes = new byte[2 * ManifestUpload.PART + 77];
        new Random(1).nextBytes(bytes);
        try (ManifestUpload upload = new ManifestUpload(bucket, "sweeps/whole")) {
            for (int i = 0; i < bytes.length; i += 60_000) {
                upload.write(bytes, i, Math.min(60_000, bytes.length - i));
            }
            upload.finish();
        }
        try (ManifestUpload upload = new ManifestUpload(bucket, "sweeps/broken")) {
            upload.write(bytes, 0, bytes.length);
        }
        assertEquals(List.of("sweeps/whole"), store.keys());
        byte[] stored = bucket.with((s3, name) -> s3.getObjectAsBytes(
                        request -> request.bucket(name).key("sweeps/whole"))
                .asByteArray());
        assertArrayEquals(bytes, stored);
        List<?> begun = bucket.with((s3, name) ->
                s3.listMultipartUploads(request -> request.bucket(name)).uploads());
        assertEquals(List.of(), begun);
    }

    @Test
    void shouldShowDeadLettersAndWriteDownTheWish() {
        bucket.with((s3, name) -> name);
        store.put(
                "dead/image/1-a.json",
                "{\"attempts\":5,\"lastError\":\"boom\",\"at\":\"2026-03-01T12:00:00Z\",\"event\":\"{\\\"Records\\\":"
                        + "[{\\\"s3\\\":{\\\"object\\\":{\\\"key\\\":\\\"raw%2Fa+b\\\"}}}]}\"}");
        store.put("dead/image/odd.json", "[]");
        store.put("dead/no letter", "x");

        List<DeadLetter> seen = admin.overview(owner).deadLetters();
        assertEquals(2, seen.size());
        DeadLetter letter =
                seen.stream().filter(one -> one.id().equals("1-a")).findFirst().orElseThrow();
        assertEquals("raw/a b", letter.key());
        assertEquals("a b", letter.fileId());
        assertEquals(5, letter.attempts());

        failed("a b");
        admin.retry(owner, "image", "1-a");
        assertEquals("queued", state("a b"), "the file waits for its result again");
        assertTrue(store.text("dead/image/1-a.json").contains("\"retriedAt\":\"2026-03-01T12:00:00Z\""));
        for (String id : List.of("none", "../x", "odd")) {
            Refusal refusal = assertThrows(Refusal.class, () -> admin.retry(owner, "image", id));
            assertEquals(ErrorCode.NOT_FOUND, refusal.code(), id);
        }
    }

    @Test
    void shouldServeOnlyWhoMayManageTheServer() {
        for (Runnable deed : List.<Runnable>of(
                () -> admin.overview(ann), () -> admin.sweep(ann, true), () -> admin.retry(ann, "image", "x"))) {
            assertEquals(
                    ErrorCode.FORBIDDEN, assertThrows(Refusal.class, deed::run).code());
        }
        assertInstanceOf(String.class, admin.sweep(owner, true));
    }

    @Test
    void shouldRefuseSettingsThatAreNoNumbers() {
        assertThrows(IllegalArgumentException.class, () -> new SweepSettings(Map.of("TERTULIA_SWEEP_HOURS", "daily")));
        assertEquals(Duration.ZERO, new SweepSettings(Map.of("TERTULIA_SWEEP_HOURS", "0")).interval());
    }
}
