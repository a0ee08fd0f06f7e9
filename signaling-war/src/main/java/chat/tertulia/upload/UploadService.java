package chat.tertulia.upload;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.Intake.Place;
import chat.tertulia.upload.Spool.Spooled;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes files in: body to spool, spool to bucket, then the record. Blocks; safe from any thread. */
@Service
public class UploadService {
    private static final Logger LOG = Logger.getLogger(UploadService.class.getName());

    private final Spool spool;
    private final Bucket bucket;
    private final FileLedger ledger;
    private final ResultPoller poller;
    private final Clock clock;

    @Inject
    public UploadService(Spool spool, Bucket bucket, FileLedger ledger, ResultPoller poller, Clock clock) {
        this.spool = spool;
        this.bucket = bucket;
        this.ledger = ledger;
        this.poller = poller;
        this.clock = clock;
    }

    /**
     * The part {@code file} of a body.
     *
     * @param contentType of the whole body, with its boundary
     */
    public StoredFile upload(Intake intake, @Nullable String contentType, InputStream body, Place place) {
        ledger.requireRoom(intake.memberId());
        try {
            MultipartBody part = MultipartBody.file(contentType, body);
            try (Spooled spooled = spool.take(part)) {
                return keep(intake, part.fileName(), spooled, place);
            }
        } catch (IOException broken) {
            LOG.log(Level.FINE, broken, () -> "An upload broke off");
            throw Refusal.of(ErrorCode.BAD_REQUEST, "The upload broke off.");
        }
    }

    /** @param claimedName as the sender gave it */
    public StoredFile keep(Intake intake, String claimedName, Spooled spooled, Place place) {
        if (spooled.size() == 0) {
            throw Refusal.field("file", "The file is empty.");
        }
        if (intake.purpose() != Purpose.ATTACHMENT && spooled.kind().isEmpty()) {
            throw Refusal.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "This is not a picture of a kind that is taken.");
        }
        String name = FileName.clean(claimedName);
        String fileId = Ids.next();
        String etag = bucket.put(
                StoredFile.rawKey(fileId),
                spooled.path(),
                mime(spooled.kind()),
                StoredFile.metadata(intake.purpose(), name, intake.correlationId()));
        boolean entered = false;
        try {
            StoredFile file = enter(intake, new Arrived(fileId, name, spooled.size(), etag, spooled.kind()), place);
            entered = true;
            return file;
        } finally {
            if (!entered) {
                bucket.delete(StoredFile.rawKey(fileId));
            }
        }
    }

    /** An object that lies in the bucket and has no record yet. */
    record Arrived(String fileId, String name, long size, String etag, Optional<ImageKind> kind) {}

    /** Makes the record, in whose transaction the file takes its place. */
    StoredFile enter(Intake intake, Arrived arrived, Place place) {
        // Only a picture is waited for; anything else is what it is.
        FileState state = arrived.kind().isPresent() ? FileState.QUEUED : FileState.DONE;
        long now = clock.millis();
        StoredFile file = new StoredFile(
                arrived.fileId(),
                intake.memberId(),
                intake.purpose(),
                arrived.name(),
                mime(arrived.kind()),
                arrived.size(),
                arrived.etag(),
                state,
                null,
                null,
                intake.correlationId(),
                now,
                now);
        ledger.enter(file, place);
        if (state == FileState.QUEUED) {
            poller.watch(file);
        }
        return file;
    }

    private static String mime(Optional<ImageKind> kind) {
        return kind.map(ImageKind::mime).orElse(ImageKind.OPAQUE);
    }
}
