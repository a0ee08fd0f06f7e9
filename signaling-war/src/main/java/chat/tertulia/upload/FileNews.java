package chat.tertulia.upload;

import chat.tertulia.audience.Audience;
import chat.tertulia.audience.Broadcaster;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import jakarta.inject.Inject;
import java.time.Clock;

/** What is told of a file after the commit that made it true: to its uploader, to the metrics, to the log. */
@Service
public class FileNews {
    private final Broadcaster broadcaster;
    private final UploadMetrics metrics;
    private final Clock clock;

    @Inject
    public FileNews(Broadcaster broadcaster, UploadMetrics metrics, Clock clock) {
        this.broadcaster = broadcaster;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Payload of {@code file:changed}. */
    record Changed(Attachment file) {}

    void entered(Tx tx, StoredFile file) {
        tx.afterCommit(() -> {
            metrics.entered(file);
            FileLog.line("file.entered", file, 0);
        });
    }

    /** Others hear of it through what carries the file; the uploader in any case, because nothing may carry it yet. */
    void changed(Tx tx, StoredFile file) {
        Changed changed = new Changed(file.attachment());
        long ageMs = Math.max(0, clock.millis() - file.queuedAt());
        tx.afterCommit(() -> {
            broadcaster.publish(Audience.member(file.uploaderMemberId()), "file:changed", changed);
            metrics.changed(file, ageMs);
            FileLog.line("file." + file.state().wire(), file, ageMs);
        });
    }
}
