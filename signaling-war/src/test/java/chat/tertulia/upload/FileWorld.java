package chat.tertulia.upload;

import chat.tertulia.emoji.EmojiBody;
import chat.tertulia.emoji.EmojiFiles;
import chat.tertulia.emoji.EmojiImport;
import chat.tertulia.emoji.EmojiNews;
import chat.tertulia.emoji.EmojiStore;
import chat.tertulia.emoji.Emojis;
import chat.tertulia.message.ChatWorld;
import chat.tertulia.picture.PictureFiles;
import chat.tertulia.picture.PictureStore;
import chat.tertulia.picture.Pictures;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.settings.Settings;
import chat.tertulia.settings.SettingsStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** A server's files on a real database and a real object store, with everything that carries them. */
public final class FileWorld {
    public static final String TYPE = "multipart/form-data; boundary=XX";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, '\r', 'I', 'H', 'D'
    };

    public final ChatWorld chat;
    public final ObjectStore store;
    public final Path spool;
    public final Bucket bucket;
    public final Multipart multipart;
    public final FileUsageStore usage = new FileUsageStore();
    public final FileQuota quota;
    public final FileLedger ledger;
    public final ResultPoller poller;
    public final UploadService uploads;
    public final UploadSessionStore sessionStore = new UploadSessionStore();
    public final UploadSessions sessions;
    public final FileDownload downloads;
    public final FileAccess access;
    public final Settings settings;
    public final Pictures pictures;
    public final EmojiNews emojiNews;
    public final Emojis emojis;
    public final EmojiImport emojiImport;

    /** @param operator what is set besides the store */
    public FileWorld(Path folder, Map<String, String> operator) throws Exception {
        store = ObjectStore.in(Files.createDirectories(folder.resolve("objects")));
        Map<String, String> environment = new HashMap<>(store.environment());
        environment.putAll(operator);
        if (environment.containsKey("direct")) {
            environment.put("TERTULIA_S3_PUBLIC_ENDPOINT", environment.get("TERTULIA_S3_ENDPOINT"));
        }
        chat = new ChatWorld(ChatWorld.config(folder.resolve("data"), environment), Runnable::run);
        spool = folder.resolve("data").resolve("spool");
        bucket = new Bucket(chat.config);
        bucket.ensure();
        multipart = new Multipart(bucket, chat.config);
        quota = new FileQuota(chat.database, usage, chat.members, chat.config);
        ledger = new FileLedger(
                chat.database,
                chat.files,
                quota,
                chat.carriers,
                new FileNews(chat.broadcaster, UploadMetrics.none(), chat.clock));
        poller = new ResultPoller(ledger, bucket, UploadMetrics.none(), chat.clock);
        Spool spooling = new Spool(chat.config);
        uploads = new UploadService(spooling, bucket, ledger, poller, chat.clock);
        sessions = new UploadSessions(
                chat.database,
                new UploadSessions.Ground(
                        sessionStore, chat.files, quota, chat.fileRemoval, bucket, spooling, chat.config),
                uploads,
                multipart,
                chat.clock);
        access = new FileAccess(chat.files, chat.carriers);
        downloads = new FileDownload(chat.database, access, bucket);
        settings = new Settings(chat.database, new SettingsStore(), chat.members, chat.changes, chat.config);
        PictureStore pictureStore = new PictureStore();
        pictures = new Pictures(
                chat.database, pictureStore, new Pictures.Frames(chat.members, settings), uploads, chat.fileRemoval);
        chat.carriers.add(new PictureFiles(pictureStore, pictures, chat.files, chat.members, settings));
        EmojiStore emojiStore = new EmojiStore();
        emojiNews = new EmojiNews(chat.database, emojiStore, chat.files, chat.changes);
        emojis = new Emojis(
                chat.database,
                emojiStore,
                emojiNews,
                new Emojis.Files(uploads, chat.fileRemoval, chat.config),
                chat.members);
        emojiImport = new EmojiImport(new EmojiBody(spooling, chat.config), emojis, spooling, chat.config);
        chat.carriers.add(new EmojiFiles(emojiStore, emojiNews, chat.files, chat.members));
    }

    /** What begins like a picture. */
    public static byte[] png() {
        return PNG.clone();
    }

    public static InputStream body(String name, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part(out, "note", "hello".getBytes(StandardCharsets.UTF_8));
        part(out, "file\"; filename=\"" + name, content);
        out.writeBytes("--XX--\r\n".getBytes(StandardCharsets.UTF_8));
        return new ByteArrayInputStream(out.toByteArray());
    }

    /** Adds one part to a body. */
    public static void part(ByteArrayOutputStream out, String name, byte[] content) {
        out.writeBytes(
                ("--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: text/html\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    public Intake intake(String memberId, Purpose purpose) {
        return new Intake(memberId, purpose, "corr-1");
    }

    public StoredFile upload(String memberId, String name, byte[] content) {
        return uploads.upload(intake(memberId, Purpose.ATTACHMENT), TYPE, body(name, content), Intake.Place.none());
    }

    public StoredFile file(String fileId) {
        return chat.database.read(tx -> chat.files.find(tx, fileId)).orElseThrow();
    }

    public boolean exists(String fileId) {
        return chat.database.read(tx -> chat.files.find(tx, fileId)).isPresent();
    }

    public boolean mayRead(String memberId, String fileId) {
        try {
            chat.database.read(tx -> access.forReading(tx, memberId, fileId));
            return true;
        } catch (Refusal hidden) {
            Assertions.assertEquals(ErrorCode.NOT_FOUND, hidden.code());
            return false;
        }
    }

    public static ErrorCode refused(Runnable request) {
        return Assertions.assertThrows(Refusal.class, request::run).code();
    }

    /** The image function has spoken, and the server looks. */
    public void nextRound() {
        chat.clock.advance(Duration.ofSeconds(6));
        poller.round();
    }

    public void finish(String fileId) {
        store.finish(file(fileId));
        nextRound();
    }

    public void reject(String fileId, String code) {
        store.reject(file(fileId), code);
        nextRound();
    }

    /** What is on the list of removals goes. */
    public void remove() {
        chat.fileRemoval.round();
    }

    /** Keys of files in the store. */
    public List<String> keys() {
        return store.keys().stream()
                .filter(key -> key.startsWith("raw/") || key.startsWith("media/") || key.startsWith("results/"))
                .toList();
    }

    public List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    public long used(String memberId) {
        return chat.database.read(tx -> usage.of(tx, memberId));
    }

    public void close() throws Exception {
        poller.stop();
        multipart.close();
        bucket.close();
        store.close();
        chat.close();
    }
}
