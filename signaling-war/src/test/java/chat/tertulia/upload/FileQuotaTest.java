package chat.tertulia.upload;

import static chat.tertulia.upload.FileWorld.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.message.MessageView;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.role.Role;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileQuotaTest {
    private static final int MEMBER = 1000;
    private static final int SERVER = 1500;

    private FileWorld files;
    private String ann;
    private String bob;
    private String olga;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        files = new FileWorld(
                folder,
                Map.of(
                        "TERTULIA_MEMBER_BYTES",
                        String.valueOf(MEMBER),
                        "TERTULIA_SERVER_BYTES",
                        String.valueOf(SERVER)));
        ann = files.chat.member("Ann", Role.MEMBER);
        bob = files.chat.member("Bob", Role.MEMBER);
        olga = files.chat.member("Olga", Role.OWNER);
    }

    @AfterEach
    void close() throws Exception {
        files.close();
    }

    private UploadSessions.View begin(String memberId, long size) {
        return files.sessions.open(memberId, new UploadSessions.Request("a", size, null), "c");
    }

    @Test
    void shouldSayHowMuchIsUsedAndAllowed() {
        files.upload(ann, "a", new byte[600]);
        Refusal refusal = assertThrows(Refusal.class, () -> files.upload(ann, "b", new byte[401]));
        assertEquals(ErrorCode.QUOTA_EXCEEDED, refusal.code());
        assertEquals(new Refusal.Usage(600, MEMBER), refusal.usage());
        assertEquals(
                List.of("raw/"),
                files.keys().stream().map(key -> key.substring(0, 4)).toList());

        files.upload(ann, "c", new byte[400]);
        assertEquals(ErrorCode.QUOTA_EXCEEDED, refused(() -> files.upload(ann, "d", new byte[1])));
        FileQuota.View view = files.quota.view(ann);
        assertEquals(1000, view.used());
        assertNull(view.serverUsed(), "a member was told what all use");
        assertEquals(new FileQuota.View(0, 1000L, 1000L, 1500L), files.quota.view(olga));
    }

    @Test
    void shouldHoldForAllTogether() {
        files.upload(ann, "a", new byte[1000]);
        Refusal refusal = assertThrows(Refusal.class, () -> files.upload(bob, "b", new byte[501]));
        assertEquals(new Refusal.Usage(1000, SERVER), refusal.usage());
        files.upload(bob, "c", new byte[500]);
    }

    @Test
    void shouldReserveWhatAnUploadInPartsHasAnnounced() {
        UploadSessions.View session = begin(ann, 1000);
        assertEquals(ErrorCode.QUOTA_EXCEEDED, refused(() -> begin(ann, 1)));
        assertEquals(ErrorCode.QUOTA_EXCEEDED, refused(() -> files.upload(ann, "b", new byte[1])));
        assertEquals(List.of("raw/" + session.fileId()), files.store.unfinished(), "a refused one was left behind");

        files.sessions.put(ann, session.uploadId(), 1, new ByteArrayInputStream(new byte[1000]));
        files.sessions.complete(ann, session.uploadId());
        assertEquals(1000, files.used(ann), "what was reserved is counted twice, or not any more");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotLetTwoAtOncePassTheLimitTogether(boolean inParts) throws Exception {
        int racers = 8;
        CyclicBarrier start = new CyclicBarrier(racers);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            all.add(() -> {
                start.await();
                try {
                    if (inParts) {
                        begin(ann, 300);
                    } else {
                        files.upload(ann, "a", new byte[300]);
                    }
                    return true;
                } catch (Refusal refusal) {
                    assertEquals(ErrorCode.QUOTA_EXCEEDED, refusal.code());
                    return false;
                }
            });
        }
        int taken = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
            for (Future<Boolean> one : threads.invokeAll(all)) {
                taken += one.get() ? 1 : 0;
            }
        }
        assertEquals(3, taken);
        assertEquals(900, files.used(ann));
        assertEquals(
                3, inParts ? files.store.unfinished().size() : files.keys().size(), "refused ones were left behind");
    }

    /** Whatever happens, the count is the sum of what is there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAlwaysBeTheSumOfWhatIsThere(long seed) {
        Random random = new Random(seed);
        List<UploadSessions.View> open = new ArrayList<>();
        List<MessageView> sent = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            step(random, open, sent);
            long expected = files.chat.database.read(
                    tx -> tx.handle().createQuery("""
                            select (select coalesce(sum(size), 0) from files)
                                + (select coalesce(sum(size), 0) from upload_sessions)""").mapTo(Long.class).one());
            assertEquals(expected, files.used(ann), "seed " + seed + ", step " + step);
            assertEquals(expected, files.chat.database.read(files.usage::ofAll), "seed " + seed + ", step " + step);
            assertTrue(expected <= MEMBER, "seed " + seed + ", step " + step);
        }
        assertTrue(sent.size() + open.size() > 0, "hardly anything happened, seed " + seed);
    }

    private void step(Random random, List<UploadSessions.View> open, List<MessageView> sent) {
        int size = 1 + random.nextInt(300);
        try {
            switch (random.nextInt(5)) {
                case 0 -> open.add(begin(ann, size));
                case 1, 2 ->
                    sent.add(files.chat.sendFiles(
                            ann,
                            files.chat.general(),
                            List.of(files.upload(ann, "a", new byte[size]).fileId())));
                case 3 -> {
                    if (!sent.isEmpty()) {
                        files.chat.delete(ann, sent.remove(random.nextInt(sent.size())));
                    }
                }
                default -> end(random, open);
            }
        } catch (Refusal full) {
            assertEquals(ErrorCode.QUOTA_EXCEEDED, full.code());
        }
    }

    private void end(Random random, List<UploadSessions.View> open) {
        if (open.isEmpty()) {
            return;
        }
        UploadSessions.View session = open.remove(random.nextInt(open.size()));
        if (random.nextBoolean()) {
            files.sessions.cancel(ann, session.uploadId());
            return;
        }
        long size = files.chat
                .database
                .read(tx -> files.sessionStore.find(tx, session.uploadId()))
                .orElseThrow()
                .size();
        files.sessions.put(ann, session.uploadId(), 1, new ByteArrayInputStream(new byte[(int) size]));
        files.sessions.complete(ann, session.uploadId());
    }
}
