package chat.tertulia.upload;

import static chat.tertulia.upload.FileWorld.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.role.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in parts against a real object store, through the server and past it. */
class UploadSessionsTest {
    private static final int PART = 8 << 20;

    private FileWorld files;
    private String ann;
    private String bob;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        files = new FileWorld(folder, Map.of("TERTULIA_UPLOAD_BYTES", String.valueOf(3 * PART), "direct", ""));
        ann = files.chat.member("Ann", Role.MEMBER);
        bob = files.chat.member("Bob", Role.MEMBER);
    }

    @AfterEach
    void close() throws Exception {
        files.close();
    }

    private UploadSessions.View begin(String name, long size) {
        return files.sessions.open(ann, new UploadSessions.Request(name, size, null), "corr-2");
    }

    private void put(UploadSessions.View session, int part, byte[] bytes) {
        files.sessions.put(ann, session.uploadId(), part, new ByteArrayInputStream(bytes));
    }

    private List<Integer> received(UploadSessions.View session) {
        return files.sessions.view(ann, session.uploadId()).received();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] stored(String fileId) throws IOException {
        try (InputStream object = files.bucket.open("raw/" + fileId, ByteRange.WHOLE)) {
            return object.readAllBytes();
        }
    }

    @Test
    void shouldMakeTheFileOfItsPartsInWhateverOrderTheyCome() throws IOException {
        byte[] whole = bytes(PART + 1000);
        whole[0] = (byte) 0xff;
        whole[1] = (byte) 0xd8;
        whole[2] = (byte) 0xff;
        UploadSessions.View session = begin("../holiday.jpg", whole.length);
        assertEquals(2, session.partCount());
        assertEquals(List.of(), session.received());

        put(session, 2, Arrays.copyOfRange(whole, PART, whole.length));
        assertEquals(List.of(2), received(session));
        assertEquals(List.of(), files.keys(), "there is an object before it is whole");
        put(session, 1, Arrays.copyOf(whole, PART));
        put(session, 1, Arrays.copyOf(whole, PART));
        assertEquals(List.of(1, 2), received(session));
        StoredFile file = files.sessions.complete(ann, session.uploadId());

        assertEquals(session.fileId(), file.fileId());
        assertEquals("holiday.jpg", file.name());
        assertEquals("image/jpeg", file.mime());
        assertEquals(FileState.QUEUED, file.state());
        assertTrue(Arrays.equals(whole, stored(file.fileId())), "other bytes are stored than were sent");
        var head = files.store.head("raw/" + file.fileId());
        assertEquals("corr-2", head.metadata().get("correlation-id"));
        assertEquals("attachment", head.metadata().get("purpose"));
        assertEquals(whole.length, files.used(ann));
        files.finish(file.fileId());
        assertEquals(FileState.DONE, files.file(file.fileId()).state());
        assertEquals(List.of(), files.spooled());
    }

    @Test
    void shouldGiveTheSameFileWhenCompletedTwice() throws Exception {
        UploadSessions.View session = begin("a.bin", 10);
        put(session, 1, bytes(10));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<String> complete =
                    () -> files.sessions.complete(ann, session.uploadId()).fileId();
            for (Future<String> answer : threads.invokeAll(List.of(complete, complete))) {
                assertEquals(session.fileId(), answer.get());
            }
        }
        assertEquals(
                session.fileId(),
                files.sessions.complete(ann, session.uploadId()).fileId());
        files.remove();
        assertTrue(Arrays.equals(bytes(10), stored(session.fileId())), "the second one took the first one's object");
        assertEquals(10, files.used(ann));
    }

    @Test
    void shouldGoOnWhereACrashHasLeftTheObjectWithoutItsRecord() {
        UploadSessions.View session = begin("a.bin", 10);
        put(session, 1, bytes(10));
        UploadSession row = files.chat
                .database
                .read(tx -> files.sessionStore.find(tx, session.uploadId()))
                .orElseThrow();
        files.multipart.complete(row, files.multipart.parts(row));

        assertEquals(
                session.fileId(),
                files.sessions.complete(ann, session.uploadId()).fileId());
    }

    @Test
    void shouldRefuseToCompleteWhatIsNotAllThere() {
        UploadSessions.View session = begin("a.bin", PART + 10);
        assertEquals(ErrorCode.CONFLICT, refused(() -> files.sessions.complete(ann, session.uploadId())));
        put(session, 2, bytes(10));
        assertEquals(ErrorCode.CONFLICT, refused(() -> files.sessions.complete(ann, session.uploadId())));
        assertEquals(List.of(2), received(session));
    }

    /** Gives more than anybody could hold, and says how much was taken. */
    private static final class Endless extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            read += length;
            return length;
        }
    }

    @Test
    void shouldCutAPartThatIsLongerThanAnnounced() throws IOException {
        UploadSessions.View session = begin("a.bin", 1000);
        Endless endless = new Endless();
        assertEquals(ErrorCode.FILE_TOO_LARGE, refused(() -> files.sessions.put(ann, session.uploadId(), 1, endless)));
        assertTrue(endless.read <= 1000 + 64 * 1024, endless.read + " bytes were read of a part of 1000");
        assertEquals(ErrorCode.BAD_REQUEST, refused(() -> put(session, 1, bytes(999))));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> put(session, 2, bytes(1))));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> put(session, 0, bytes(1))));
        assertEquals(List.of(), received(session));
        assertEquals(List.of(), files.spooled());
    }

    @Test
    void shouldRefuseSizesThatCannotBe() {
        assertEquals(ErrorCode.FILE_TOO_LARGE, refused(() -> begin("a", 3L * PART + 1)));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> begin("a", 0)));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> begin("a", -1)));
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(() -> files.sessions.open(ann, new UploadSessions.Request("a", 1L, "avatar"), "c")));
        assertEquals(1, UploadSession.partSizeFor(1) / PART);
        UploadSession huge =
                new UploadSession("u", "f", "m", "n", 1L << 40, UploadSession.partSizeFor(1L << 40), "x", "c", 0);
        assertTrue(huge.partCount() <= 1000, "the store lists no more parts at once");
        long sum = 0;
        for (int part = 1; part <= huge.partCount(); part++) {
            sum += huge.sizeOf(part);
        }
        assertEquals(1L << 40, sum);
    }

    @Test
    void shouldKnowNobodyElsesUpload() {
        UploadSessions.View session = begin("a.bin", 10);
        String id = session.uploadId();
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> files.sessions.view(bob, id)));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> files.sessions.complete(bob, id)));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> files.sessions.cancel(bob, id)));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> files.sessions.addresses(bob, id, List.of(1))));
        assertEquals(
                ErrorCode.NOT_FOUND,
                refused(() -> files.sessions.put(bob, id, 1, new ByteArrayInputStream(bytes(10)))));
        put(session, 1, bytes(10));
        files.sessions.complete(ann, id);
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> files.sessions.complete(bob, id)));
    }

    @Test
    void shouldLeaveNothingOfACancelledUpload() {
        UploadSessions.View session = begin("a.bin", 10);
        put(session, 1, bytes(10));
        assertEquals(List.of("raw/" + session.fileId()), files.store.unfinished());

        files.sessions.cancel(ann, session.uploadId());
        assertEquals(0, files.used(ann));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> put(session, 1, bytes(10))));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> files.sessions.complete(ann, session.uploadId())));
        files.remove();
        assertEquals(List.of(), files.store.unfinished());
        assertEquals(List.of(), files.keys());
    }

    @Test
    void shouldEndWhatNobodyGoesOnWith() {
        UploadSessions.View stale = begin("a.bin", 10);
        UploadSessions.View alive = begin("b.bin", 10);
        files.chat.clock.advance(Duration.ofHours(23));
        put(alive, 1, bytes(10));
        files.remove();
        assertEquals(List.of(), received(stale));
        files.chat.clock.advance(Duration.ofHours(1).plusSeconds(1));
        files.remove();

        assertEquals(ErrorCode.NOT_FOUND, refused(() -> received(stale)));
        assertEquals(List.of("raw/" + alive.fileId()), files.store.unfinished());
        assertEquals(10, files.used(ann));
        assertNotEquals(
                stale.expiresAt(), files.sessions.view(ann, alive.uploadId()).expiresAt());
    }

    @Test
    void shouldBoundHowManyAreBegun() {
        for (int i = 0; i < 20; i++) {
            begin("a" + i, 1);
        }
        assertEquals(ErrorCode.CONFLICT, refused(() -> begin("one more", 1)));
        assertEquals(20, files.store.unfinished().size(), "a refused one was left in the store");
    }

    private static int send(URI address, byte[] bytes) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(address)
                                    .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void shouldLetBrowsersWriteExactlyTheAnnouncedPartsToTheStore() throws Exception {
        byte[] whole = bytes(PART + 500);
        UploadSessions.View session = begin("big.bin", whole.length);
        assertTrue(session.direct(), "the store's public address was set");
        List<UploadSessions.Address> to = files.sessions.addresses(ann, session.uploadId(), List.of(1, 2));

        int longer = send(to.get(1).url(), bytes(501));
        assertTrue(longer >= 400, "a part that is too long was taken: " + longer);
        int shorter = send(to.get(1).url(), bytes(499));
        assertTrue(shorter >= 400, "a part that is too short was taken: " + shorter);
        URI another = URI.create(to.get(1).url().toString().replace("partNumber=2", "partNumber=1"));
        assertTrue(send(another, bytes(500)) >= 400, "the address was good for another part");
        assertEquals(List.of(), received(session));

        assertEquals(200, send(to.get(0).url(), Arrays.copyOf(whole, PART)));
        assertEquals(200, send(to.get(1).url(), Arrays.copyOfRange(whole, PART, whole.length)));
        assertEquals(List.of(1, 2), received(session));
        StoredFile file = files.sessions.complete(ann, session.uploadId());
        assertEquals("application/octet-stream", file.mime());
        assertEquals(FileState.DONE, file.state());
        assertTrue(Arrays.equals(whole, stored(file.fileId())), "other bytes are stored than were sent");
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(() -> files.sessions.addresses(ann, begin("c", 1).uploadId(), List.of(2))));
    }

    @Test
    void shouldTakePartsWithoutAnAddressForBrowsers(@TempDir Path other) throws Exception {
        FileWorld indirect = new FileWorld(other, Map.of());
        try {
            String cem = indirect.chat.member("Cem", Role.MEMBER);
            UploadSessions.View session =
                    indirect.sessions.open(cem, new UploadSessions.Request("a", 3L, "attachment"), "c");
            assertFalse(session.direct(), "no public address was set");
            assertEquals(
                    ErrorCode.CONFLICT,
                    refused(() -> indirect.sessions.addresses(cem, session.uploadId(), List.of(1))));
            indirect.sessions.put(cem, session.uploadId(), 1, new ByteArrayInputStream(bytes(3)));
            assertEquals(3, indirect.sessions.complete(cem, session.uploadId()).size());
        } finally {
            indirect.close();
        }
    }
}
