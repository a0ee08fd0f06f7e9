package chat.tertulia.functions.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The upload on its way from the bucket to a folder of its own, which the decoder writes to as well. Close it, and the
 * folder is gone.
 *
 * <p>Owned by: the thread of the job.
 */
final class Source implements AutoCloseable {
    private final Aside.Task<Optional<WorkFolder>> download;

    /**
     * Begins at once: whether it is wanted is known soon enough.
     *
     * @param maxBytes what is larger is not fetched
     */
    Source(Aside aside, Bucket bucket, Upload upload, long maxBytes) {
        boolean fits = upload.head().size() <= maxBytes;
        download = aside.begin(() -> fits ? fetch(bucket, upload) : Optional.empty());
    }

    private static Optional<WorkFolder> fetch(Bucket bucket, Upload upload) throws IOException {
        WorkFolder folder = WorkFolder.create();
        boolean same = false;
        try {
            same = bucket.download(upload.key(), upload.head().etag(), file(folder));
            return same ? Optional.of(folder) : Optional.empty();
        } finally {
            if (!same) {
                folder.close();
            }
        }
    }

    private static Path file(WorkFolder folder) {
        return folder.path().resolve("source");
    }

    /** Waits for it. Nothing when the upload is no longer what it was. */
    Optional<Path> await() throws IOException, InterruptedException {
        return download.await().map(Source::file);
    }

    @Override
    public void close() throws IOException {
        download.close();
        Optional<WorkFolder> folder = download.result().flatMap(Function.identity());
        if (folder.isPresent()) {
            folder.get().close();
        }
    }
}
