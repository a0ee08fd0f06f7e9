package chat.tertulia.upload;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.Spool.Spooled;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
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
     * @param contentType of the whole body, with its boundary
     * @param correlationId goes along with the object, so that the function's log can be found from here
     */
    public StoredFile upload(String memberId, @Nullable String contentType, InputStream body, String correlationId) {
        try {
            MultipartFile part = MultipartFile.open(contentType, body);
            try (Spooled spooled = spool.take(part)) {
                return keep(memberId, FileName.clean(part.fileName()), spooled, correlationId);
            }
        } catch (IOException broken) {
            LOG.log(Level.FINE, broken, () -> "An upload broke off");
            throw Refusal.of(ErrorCode.BAD_REQUEST, "The upload broke off.");
        }
    }

    private StoredFile keep(String memberId, String name, Spooled spooled, String correlationId) {
        if (spooled.size() == 0) {
            throw Refusal.field("file", "The file is empty.");
        }
        Optional<ImageKind> kind = spooled.kind();
        String mime = kind.map(ImageKind::mime).orElse(ImageKind.OPAQUE);
        String fileId = Ids.next();
        String key = StoredFile.rawKey(fileId);
        String etag = bucket.put(
                key,
                spooled.path(),
                mime,
                Map.of("name", FileName.percentEncoded(name), "correlation-id", correlationId));
        // Only a picture is waited for; anything else is what it is.
        FileState state = kind.isPresent() ? FileState.QUEUED : FileState.DONE;
        StoredFile file =
                new StoredFile(fileId, memberId, name, mime, spooled.size(), etag, state, null, null, clock.millis());
        record(file, key);
        if (state == FileState.QUEUED) {
            poller.watch(file);
        }
        return file;
    }

    private void record(StoredFile file, String key) {
        boolean recorded = false;
        try {
            ledger.enter(file);
            recorded = true;
        } finally {
            if (!recorded) {
                bucket.delete(key);
            }
        }
    }
}
