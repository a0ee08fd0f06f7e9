package chat.tertulia.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.member.Standing;
import chat.tertulia.message.ChatWorld;
import chat.tertulia.message.MessageView;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.role.Role;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the multipart body to the picture that a reader gets, on a real object store and database. */
class UploadTest {
    private static final String TYPE = "multipart/form-data; boundary=XX";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, '\r', 'I', 'H', 'D'
    };
    private static final int LIMIT = 200_000;

    private ChatWorld world;
    private ObjectStore store;
    private Path spool;
    private Bucket bucket;
    private ResultPoller poller;
    private UploadService uploads;
    private FileDownload downloads;
    private FileLedger ledger;
    private String ann;
    private String bob;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        world = new ChatWorld(folder.resolve("data"));
        store = ObjectStore.in(Files.createDirectories(folder.resolve("objects")));
        spool = folder.resolve("spool");
        bucket = new Bucket(store.config());
        ledger = new FileLedger(
                world.database, world.files, List.of(world.messageFiles), UploadMetrics.none(), world.clock);
        poller = new ResultPoller(ledger, bucket, world.clock);
        uploads = new UploadService(new Spool(spool, LIMIT), bucket, ledger, poller, world.clock);
        downloads = new FileDownload(world.database, new FileAccess(world.files, List.of(world.messageFiles)), bucket);
        ann = world.member("Ann", Role.MEMBER);
        bob = world.member("Bob", Role.MEMBER);
    }

    @AfterEach
    void close() throws Exception {
        poller.stop();
        bucket.close();
        store.close();
        world.close();
    }

    private static InputStream body(String name, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--XX\r\n"
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/html\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n--XX--\r\n".getBytes(StandardCharsets.UTF_8));
        return new ByteArrayInputStream(out.toByteArray());
    }

    private StoredFile upload(String name, byte[] content) {
        return uploads.upload(ann, TYPE, body(name, content), "corr-1");
    }

    private static ErrorCode refused(Runnable request) {
        return assertThrows(Refusal.class, request::run).code();
    }

    private void nextRound() {
        world.clock.advance(Duration.ofSeconds(6));
        poller.round();
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    @Test
    void shouldPutAPictureWithItsNameAndCorrelationId() throws IOException {
        StoredFile file = upload("C:\\fake\\H\u00e9 \"x\".png".replace("\"", "'"), PNG);

        assertEquals(FileState.QUEUED, file.state());
        assertEquals("H\u00e9 'x'.png", file.name());
        assertEquals("image/png", file.mime());
        var head = store.head("raw/" + file.fileId());
        assertEquals("image/png", head.contentType());
        assertEquals("corr-1", head.metadata().get("correlation-id"));
        assertEquals("H%C3%A9%20%27x%27.png", head.metadata().get("name"));
        assertEquals(PNG.length, head.contentLength());
        assertEquals(List.of(), spooled());
    }

    @Test
    void shouldRefuseWhatIsTooLargeAndLeaveNothingBehind() throws IOException {
        upload("first.bin", new byte[LIMIT]);
        List<String> before = store.keys();

        assertEquals(ErrorCode.FILE_TOO_LARGE, refused(() -> upload("big.bin", new byte[LIMIT + 1])));

        assertEquals(before, store.keys());
        assertEquals(List.of(), spooled());
    }

    @Test
    void shouldRefuseABodyThatBreaksOffAndLeaveNothingBehind() throws IOException {
        bucket.ensure();
        byte[] whole = body("a.png", PNG).readAllBytes();
        for (int cut = 0; cut < whole.length - 4; cut++) {
            InputStream part = new ByteArrayInputStream(whole, 0, cut);
            ErrorCode code = refused(() -> uploads.upload(ann, TYPE, part, "c"));
            assertEquals(ErrorCode.BAD_REQUEST, code, "cut after " + cut);
        }
        assertEquals(List.of(), store.keys());
        assertEquals(List.of(), spooled());
    }

    @Test
    void shouldRefuseOtherBodies() {
        assertEquals(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                refused(() -> uploads.upload(ann, "image/png", new ByteArrayInputStream(PNG), "c")));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> upload("empty", new byte[0])));
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(() -> uploads.upload(
                        ann,
                        TYPE,
                        new ByteArrayInputStream(
                                "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--XX--\r\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        "c")));
    }

    @Test
    void shouldRemoveTheObjectWhenItsRecordCannotBeMade() {
        world.database.writing(tx -> {
            tx.handle().execute("drop table message_attachments");
            tx.handle().execute("drop table files");
        });
        assertThrows(RuntimeException.class, () -> upload("a.png", PNG));
        assertEquals(List.of(), store.keys());
    }

    @Test
    void shouldSayUnavailableWhileTheStoreIsAway() throws Exception {
        bucket.reach();
        store.stop();
        assertEquals(ErrorCode.UNAVAILABLE, refused(() -> upload("a.png", PNG)));
        assertEquals(List.of(), spooled());
        assertEquals(ErrorCode.UNAVAILABLE, refused(bucket::reach));
    }

    @Test
    void shouldServeAnythingElseThanPicturesAsOpaqueDownload() throws IOException {
        byte[] svg = "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8);
        StoredFile file = upload("pic.svg", svg);

        assertEquals(FileState.DONE, file.state());
        var offer = downloads.offer(ann, file.fileId(), true);
        assertEquals("application/octet-stream", offer.mime());
        assertTrue(offer.disposition().startsWith("attachment;"), offer.disposition());
        try (InputStream bytes = downloads.open(offer, ByteRange.parse("bytes=1-3", offer.size()))) {
            assertEquals("svg", new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldFollowTheFunctionToThePictureAndTellTheChannelOnce() throws IOException {
        StoredFile file = upload("a.png", PNG);
        RecordingConnection bobs = world.connect(bob);
        MessageView sent = world.sendFiles(ann, world.general(), List.of(file.fileId()));
        assertEquals(FileState.QUEUED, sent.attachments().getFirst().state());
        nextRound();
        assertEquals(0, bobs.received("chat:edited").size());
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(bob, file.fileId(), false)));

        store.finish(file, file.etag().replace("\"", ""));
        nextRound();
        nextRound();

        List<JsonNode> told = bobs.received("chat:edited");
        assertEquals(1, told.size());
        JsonNode attachment = told.getFirst().path("attachments").path(0);
        assertEquals("done", attachment.path("state").asText());
        assertEquals(640, attachment.path("width").asInt());
        assertEquals(240, attachment.path("thumb_height").asInt());
        assertEquals("#a0b0c0", attachment.path("dominant_color").asText());
        assertFalse(told.getFirst().has("edited_at"), "nobody has edited the text");
        var full = downloads.offer(bob, file.fileId(), false);
        assertEquals("image/avif", full.mime());
        assertTrue(full.disposition().startsWith("inline; filename=\"a.avif\""), full.disposition());
        try (InputStream bytes = downloads.open(downloads.offer(bob, file.fileId(), true), ByteRange.WHOLE)) {
            assertEquals("small", new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldTellThatAFileWasRejectedAndNotLetItBeSent() {
        StoredFile file = upload("a.png", PNG);
        store.reject(file, "too_many_pixels");
        nextRound();

        Attachment attachment = downloads.attachment(ann, file.fileId());
        assertEquals(FileState.REJECTED, attachment.state());
        assertEquals("too_many_pixels", attachment.code());
        assertEquals(ErrorCode.FILE_REJECTED, refused(() -> downloads.offer(ann, file.fileId(), false)));
        assertEquals(
                ErrorCode.FILE_REJECTED, refused(() -> world.sendFiles(ann, world.general(), List.of(file.fileId()))));
    }

    @Test
    void shouldIgnoreAResultForOtherBytesAndGiveUpInTime() {
        StoredFile file = upload("a.png", PNG);
        store.finish(file, "0123456789abcdef");
        nextRound();
        assertEquals(FileState.QUEUED, downloads.attachment(ann, file.fileId()).state());

        world.clock.advance(ResultPoller.PATIENCE.minusSeconds(12).minusMillis(1));
        nextRound();
        assertEquals(FileState.QUEUED, downloads.attachment(ann, file.fileId()).state());
        nextRound();
        assertEquals(FileState.FAILED, downloads.attachment(ann, file.fileId()).state());
    }

    @Test
    void shouldPickUpPendingFilesAfterARestart() throws InterruptedException {
        StoredFile file = upload("a.png", PNG);
        store.finish(file, file.etag().replace("\"", ""));
        ResultPoller afterRestart = new ResultPoller(ledger, bucket, java.time.Clock.systemUTC());
        afterRestart.start();
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (downloads.attachment(ann, file.fileId()).state() != FileState.DONE) {
                assertTrue(System.nanoTime() < deadline, "the restarted poller has not found the result yet");
                Thread.onSpinWait();
            }
        } finally {
            afterRestart.stop();
        }
    }

    @Test
    void shouldHideAFileFromEverybodyWhoMayNotReadAMessageWithIt() {
        StoredFile file = upload("a.bin", new byte[10]);
        String id = file.fileId();
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(bob, id, false)));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.attachment(bob, id)));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.sendFiles(bob, world.general(), List.of(id))));

        MessageView sent = world.sendFiles(ann, world.general(), List.of(id));
        assertEquals(10, downloads.offer(bob, id, false).size());

        world.database.writing(tx -> world.members.remove(tx, world.members.require(tx, bob), Standing.BANNED));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(bob, id, false)));
        String cem = world.member("Cem", Role.MEMBER);
        assertEquals(10, downloads.offer(cem, id, false).size());
        world.delete(ann, sent);
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(cem, id, false)));
    }
}
