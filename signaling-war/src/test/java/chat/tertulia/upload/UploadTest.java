package chat.tertulia.upload;

import static chat.tertulia.upload.FileWorld.TYPE;
import static chat.tertulia.upload.FileWorld.body;
import static chat.tertulia.upload.FileWorld.png;
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
import chat.tertulia.upload.FileDownload.Form;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the multipart body to the picture that a reader gets, on a real object store and database. */
class UploadTest {
    private static final int LIMIT = 200_000;

    private FileWorld files;
    private ChatWorld world;
    private ObjectStore store;
    private Bucket bucket;
    private FileDownload downloads;
    private String ann;
    private String bob;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        files = new FileWorld(folder, Map.of("TERTULIA_UPLOAD_BYTES", String.valueOf(LIMIT)));
        world = files.chat;
        store = files.store;
        bucket = files.bucket;
        downloads = files.downloads;
        ann = world.member("Ann", Role.MEMBER);
        bob = world.member("Bob", Role.MEMBER);
    }

    @AfterEach
    void close() throws Exception {
        files.close();
    }

    private StoredFile upload(String name, byte[] content) {
        return files.upload(ann, name, content);
    }

    private void upload(InputStream body, String contentType) {
        files.uploads.upload(files.intake(ann, Purpose.ATTACHMENT), contentType, body, Intake.Place.none());
    }

    private void nextRound() {
        files.nextRound();
    }

    private List<Path> spooled() throws IOException {
        return files.spooled();
    }

    private static ErrorCode refused(Runnable request) {
        return assertThrows(Refusal.class, request::run).code();
    }

    @Test
    void shouldPutAPictureWithItsNameAndCorrelationId() throws IOException {
        StoredFile file = upload("C:\\fake\\H\u00e9 \"x\".png".replace("\"", "'"), png());

        assertEquals(FileState.QUEUED, file.state());
        assertEquals("H\u00e9 'x'.png", file.name());
        assertEquals("image/png", file.mime());
        var head = store.head("raw/" + file.fileId());
        assertEquals("image/png", head.contentType());
        assertEquals("corr-1", head.metadata().get("correlation-id"));
        assertEquals("attachment", head.metadata().get("purpose"));
        assertEquals("H%C3%A9%20%27x%27.png", head.metadata().get("name"));
        assertEquals(png().length, head.contentLength());
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
        byte[] whole = body("a.png", png()).readAllBytes();
        for (int cut = 0; cut < whole.length - 4; cut++) {
            InputStream part = new ByteArrayInputStream(whole, 0, cut);
            ErrorCode code = refused(() -> upload(part, TYPE));
            assertEquals(ErrorCode.BAD_REQUEST, code, "cut after " + cut);
        }
        assertEquals(List.of(), store.keys());
        assertEquals(List.of(), spooled());
    }

    @Test
    void shouldRefuseOtherBodies() {
        assertEquals(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, refused(() -> upload(new ByteArrayInputStream(png()), "image/png")));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> upload("empty", new byte[0])));
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(() -> upload(
                        new ByteArrayInputStream(
                                "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--XX--\r\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        TYPE)));
    }

    @Test
    void shouldRemoveTheObjectWhenItsRecordCannotBeMade() {
        world.database.writing(tx -> {
            tx.handle().execute("drop table message_attachments");
            tx.handle().execute("drop table emojis");
            tx.handle().execute("drop table pending_pictures");
            tx.handle().execute("drop table files");
        });
        assertThrows(RuntimeException.class, () -> upload("a.png", png()));
        assertEquals(List.of(), store.keys());
    }

    @Test
    void shouldSayUnavailableWhileTheStoreIsAway() throws Exception {
        bucket.reach();
        store.stop();
        assertEquals(ErrorCode.UNAVAILABLE, refused(() -> upload("a.png", png())));
        assertEquals(List.of(), spooled());
        assertEquals(ErrorCode.UNAVAILABLE, refused(bucket::reach));
    }

    @Test
    void shouldServeAnythingElseThanPicturesAsOpaqueDownload() throws IOException {
        byte[] svg = "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8);
        StoredFile file = upload("pic.svg", svg);

        assertEquals(FileState.DONE, file.state());
        var offer = downloads.offer(ann, file.fileId(), Form.THUMB);
        assertEquals("application/octet-stream", offer.mime());
        assertTrue(offer.disposition().startsWith("attachment;"), offer.disposition());
        try (InputStream bytes = downloads.open(offer, ByteRange.parse("bytes=1-3", offer.size()))) {
            assertEquals("svg", new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldFollowTheFunctionToThePictureAndTellTheChannelOnce() throws IOException {
        StoredFile file = upload("a.png", png());
        RecordingConnection bobs = world.connect(bob);
        MessageView sent = world.sendFiles(ann, world.general(), List.of(file.fileId()));
        assertEquals(FileState.QUEUED, sent.attachments().getFirst().state());
        nextRound();
        assertEquals(0, bobs.received("chat:edited").size());
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(bob, file.fileId(), Form.FULL)));

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
        assertEquals(
                "LEHV6nWB2yk8pyo0adR*.7kCMdnj", attachment.path("blur_hash").asText());
        assertTrue(attachment.path("animated").asBoolean(), "the picture moves");
        assertEquals(12, attachment.path("frames").asInt());
        assertFalse(told.getFirst().has("edited_at"), "nobody has edited the text");
        var full = downloads.offer(bob, file.fileId(), Form.FULL);
        assertEquals("image/avif", full.mime());
        assertTrue(full.disposition().startsWith("inline; filename=\"a.avif\""), full.disposition());
        try (InputStream bytes = downloads.open(downloads.offer(bob, file.fileId(), Form.THUMB), ByteRange.WHOLE)) {
            assertEquals("small", new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldTellThatAFileWasRejectedAndNotLetItBeSent() {
        StoredFile file = upload("a.png", png());
        store.reject(file, "too_many_pixels");
        nextRound();

        Attachment attachment = downloads.attachment(ann, file.fileId());
        assertEquals(FileState.REJECTED, attachment.state());
        assertEquals("too_many_pixels", attachment.code());
        assertEquals(ErrorCode.FILE_REJECTED, refused(() -> downloads.offer(ann, file.fileId(), Form.FULL)));
        assertEquals(
                ErrorCode.FILE_REJECTED, refused(() -> world.sendFiles(ann, world.general(), List.of(file.fileId()))));
    }

    @Test
    void shouldIgnoreAResultForOtherBytesAndGiveUpInTime() {
        StoredFile file = upload("a.png", png());
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
        StoredFile file = upload("a.png", png());
        store.finish(file, file.etag().replace("\"", ""));
        ResultPoller afterRestart =
                new ResultPoller(files.ledger, bucket, UploadMetrics.none(), java.time.Clock.systemUTC());
        afterRestart.start();
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
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
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(bob, id, Form.FULL)));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.attachment(bob, id)));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.sendFiles(bob, world.general(), List.of(id))));

        MessageView sent = world.sendFiles(ann, world.general(), List.of(id));
        assertEquals(10, downloads.offer(bob, id, Form.FULL).size());

        world.database.writing(tx -> world.members.remove(tx, world.members.require(tx, bob), Standing.BANNED));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(bob, id, Form.FULL)));
        String cem = world.member("Cem", Role.MEMBER);
        assertEquals(10, downloads.offer(cem, id, Form.FULL).size());
        world.delete(ann, sent);
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> downloads.offer(cem, id, Form.FULL)));
    }

    @Test
    void shouldTellTheUploaderOfEachStateAndNobodyElse() {
        RecordingConnection anns = world.connect(ann);
        RecordingConnection bobs = world.connect(bob);
        StoredFile file = upload("a.png", png());
        store.put("results/" + file.fileId() + ".json", """
                {"fileId":"%s","state":"processing","sourceEtag":"%s","attempt":1,"leaseUntil":"%s"}""".formatted(
                        file.fileId(),
                        file.etag().replace("\"", ""),
                        world.clock.instant().plusSeconds(600)));
        nextRound();
        nextRound();
        assertEquals("processing", anns.latest("file:changed").at("/file/state").asText());
        assertEquals(1, anns.received("file:changed").size());

        files.finish(file.fileId());
        JsonNode told = anns.latest("file:changed").path("file");
        assertEquals("done", told.path("state").asText());
        assertEquals(file.fileId(), told.path("file_id").asText());
        assertEquals(List.of(), bobs.received("file:changed"));
    }

    @Test
    void shouldWaitForWhoIsAtWorkButNotForEver() {
        StoredFile file = upload("a.png", png());
        String etag = file.etag().replace("\"", "");
        for (int minute = 0; minute < 31; minute += 5) {
            store.put("results/" + file.fileId() + ".json", """
                    {"fileId":"%s","state":"processing","sourceEtag":"%s","leaseUntil":"%s"}""".formatted(
                            file.fileId(), etag, world.clock.instant().plusSeconds(360)));
            world.clock.advance(Duration.ofMinutes(5));
            nextRound();
            if (minute < 25) {
                assertEquals(FileState.PROCESSING, files.file(file.fileId()).state(), "minute " + minute);
            }
        }
        assertEquals(FileState.FAILED, files.file(file.fileId()).state());
    }

    @Test
    void shouldBelieveTheFunctionThatItHasGivenUp() {
        StoredFile file = upload("a.png", png());
        store.put("results/" + file.fileId() + ".json", """
                {"fileId":"%s","state":"failed","code":"gave_up","sourceEtag":"%s"}""".formatted(
                        file.fileId(), file.etag().replace("\"", "")));
        nextRound();
        assertEquals(FileState.FAILED, files.file(file.fileId()).state());
        assertEquals("gave_up", files.file(file.fileId()).code());
    }

    @Test
    void shouldTakeAFileUpAgainThatHadFailed() {
        StoredFile file = upload("a.png", png());
        store.put("results/" + file.fileId() + ".json", """
                {"fileId":"%s","state":"failed","code":"gave_up","sourceEtag":"%s","finishedAt":"%s"}""".formatted(
                        file.fileId(), file.etag().replace("\"", ""), world.clock.instant()));
        nextRound();
        assertEquals(FileState.FAILED, files.file(file.fileId()).state());

        files.poller.watchAgain(file.fileId());
        nextRound();
        assertEquals(FileState.QUEUED, files.file(file.fileId()).state());
        files.finish(file.fileId());
        assertEquals(FileState.DONE, files.file(file.fileId()).state());
        files.poller.watchAgain(file.fileId());
        assertEquals(FileState.DONE, files.file(file.fileId()).state());
    }

    @Test
    void shouldEndAFileWithItsMessageAtOnceAndItsObjectsSoon() {
        StoredFile file = upload("a.png", png());
        StoredFile other = upload("b.bin", new byte[5]);
        MessageView one = world.sendFiles(ann, world.general(), List.of(file.fileId(), other.fileId()));
        MessageView two = world.sendFiles(ann, world.general(), List.of(other.fileId()));
        files.finish(file.fileId());
        assertEquals(5, files.keys().size(), files.keys().toString());

        world.delete(ann, one);
        assertFalse(files.mayRead(ann, file.fileId()), "its uploader may still read it");
        assertFalse(files.exists(file.fileId()), "its record is still there");
        assertTrue(files.mayRead(bob, other.fileId()), "a second message carries it");
        files.remove();
        assertEquals(List.of("raw/" + other.fileId()), files.keys());

        world.delete(ann, two);
        assertEquals(0, files.used(ann));
        files.remove();
        assertEquals(List.of(), files.keys());
    }

    @Test
    void shouldEndFilesWithTheirChannel() {
        String olga = world.member("Olga", Role.OWNER);
        String channel = world.channel(olga, "photos").channelId();
        StoredFile file = upload("a.bin", new byte[5]);
        StoredFile elsewhere = upload("b.bin", new byte[5]);
        world.sendFiles(ann, channel, List.of(file.fileId(), elsewhere.fileId()));
        world.sendFiles(ann, world.general(), List.of(elsewhere.fileId()));

        world.channels.delete(olga, channel);

        assertFalse(files.mayRead(ann, file.fileId()), "its uploader may still read it");
        assertTrue(files.mayRead(bob, elsewhere.fileId()), "another channel has it too");
        files.remove();
        assertEquals(List.of("raw/" + elsewhere.fileId()), files.keys());
    }

    @Test
    void shouldGoOnRemovingAfterTheStoreWasAway() throws Exception {
        StoredFile file = upload("a.bin", new byte[5]);
        MessageView sent = world.sendFiles(ann, world.general(), List.of(file.fileId()));
        world.delete(ann, sent);
        store.stop();
        files.remove();

        assertEquals(
                1,
                world.database.read(tx -> new FileRemovalStore().first(tx, 10)).size(),
                "what is to go was forgotten");
    }

    @Test
    void shouldMakeTheBucketOnceWhenManyComeAtTheSameTime() throws Exception {
        int callers = 8;
        CyclicBarrier start = new CyclicBarrier(callers);
        Bucket fresh = new Bucket(ChatWorld.config(
                Path.of("unused"), Map.of("TERTULIA_S3_ENDPOINT", endpoint(), "TERTULIA_S3_BUCKET", "fresh")));
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            Callable<Boolean> reach = () -> {
                start.await();
                fresh.reach();
                return true;
            };
            for (Future<Boolean> one : threads.invokeAll(Collections.nCopies(callers, reach))) {
                assertTrue(one.get(), "one of them was told that the store is away");
            }
        } finally {
            fresh.close();
        }
    }

    private String endpoint() {
        return String.valueOf(store.config().endpoint());
    }

    @Test
    void shouldGiveOutSoundAndFilmsToBePlayed() {
        byte[] sound = "OggS and then some".getBytes(StandardCharsets.UTF_8);
        StoredFile file = upload("song.html", sound);
        assertEquals(FileState.DONE, file.state());
        var offer = downloads.offer(ann, file.fileId(), Form.FULL);
        assertEquals("audio/ogg", offer.mime());
        assertTrue(offer.disposition().startsWith("inline"), offer.disposition());
        assertTrue(
                downloads.offer(ann, file.fileId(), Form.SAVED).disposition().startsWith("attachment"), "to be saved");
    }

    @Test
    void shouldSaveWhatIsToBeSavedUnderASafeName() {
        StoredFile file = upload("..\\\u202egnp.\u0000exe/a\u00e9.png", png());
        files.finish(file.fileId());
        assertTrue(
                downloads
                        .offer(ann, file.fileId(), Form.SAVED)
                        .disposition()
                        .startsWith("attachment; filename=\"a_.avif\""),
                downloads.offer(ann, file.fileId(), Form.SAVED).disposition());
    }
}
