package chat.tertulia.upload;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.StoredFile.Derived;
import chat.tertulia.upload.StoredFile.Rendition;
import jakarta.inject.Inject;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Gives files out: what the image function made, sound and films, or an opaque download; never a picture as it came. */
@Service
public class FileDownload {
    private final Database database;
    private final FileAccess access;
    private final Bucket bucket;

    @Inject
    public FileDownload(Database database, FileAccess access, Bucket bucket) {
        this.database = database;
        this.access = access;
        this.bucket = bucket;
    }

    /**
     * One object that may be given out.
     *
     * @param disposition value of Content-Disposition
     * @param etag quoted; a key's content never changes
     */
    record Offer(String key, String mime, long size, String disposition, String etag) {}

    Attachment attachment(String memberId, String fileId) {
        return database.read(tx -> access.forReading(tx, memberId, fileId)).attachment();
    }

    /** Which of a file's objects, and how. */
    enum Form {
        FULL,
        THUMB,
        /** The full one, to be saved and not shown. */
        SAVED;

        static Form of(@Nullable String thumb, @Nullable String download) {
            if ("1".equals(thumb)) {
                return THUMB;
            }
            return "1".equals(download) ? SAVED : FULL;
        }
    }

    Offer offer(String memberId, String fileId, Form form) {
        StoredFile file = database.read(tx -> access.forReading(tx, memberId, fileId));
        return switch (file.state()) {
            case DONE -> offer(file, form);
            case REJECTED -> throw Refusal.of(ErrorCode.FILE_REJECTED, "The file was refused: " + file.code());
            case QUEUED, PROCESSING, FAILED ->
                throw Refusal.of(ErrorCode.NOT_FOUND, "There is nothing to download of this file.");
        };
    }

    private static Offer offer(StoredFile file, Form form) {
        Derived derived = file.verdict();
        if (derived == null) {
            boolean shown = file.isPlayed() && form != Form.SAVED;
            return new Offer(
                    StoredFile.rawKey(file.fileId()),
                    file.isPlayed() ? file.mime() : FileContent.OPAQUE,
                    file.size(),
                    FileName.disposition(shown ? "inline" : "attachment", file.name()),
                    "\"" + file.fileId() + "\"");
        }
        Rendition small = derived.thumb();
        Rendition chosen = form == Form.THUMB && small != null ? small : derived.full();
        String name = FileName.withEnding(file.name(), chosen.mime());
        String etag = "\"" + file.fileId() + (chosen.equals(derived.full()) ? "" : "-thumb") + "\"";
        String disposition = FileName.disposition(form == Form.SAVED ? "attachment" : "inline", name);
        return new Offer(chosen.key(), chosen.mime(), chosen.size(), disposition, etag);
    }

    InputStream open(Offer offer, ByteRange range) {
        return bucket.open(offer.key(), range);
    }
}
