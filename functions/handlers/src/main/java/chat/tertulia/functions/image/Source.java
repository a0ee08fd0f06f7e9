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
    private final Bucket.Found found;
    private final Aside.Task<Optional<WorkFolder>> download;

    /**
     * Begins at once: whether it is wanted is known soon enough.
     *
     * @param maxBytes what is larger is not fetched
     */
    Source(Aside aside, Bucket.Found found, long maxBytes) {
        this.found = found;
        boolean fits = found.head().size() <= maxBytes;
        if (!fits) {
            found.abort();
        }
        download = aside.begin(() -> fits ? Optional.of(saved(found)) : Optional.empty());
    }

    private static WorkFolder saved(Bucket.Found found) throws IOException {
        WorkFolder folder = WorkFolder.create();
        boolean complete = false;
        try {
            found.save(file(folder));
            complete = true;
            return folder;
        } finally {
            if (!complete) {
                folder.close();
            }
        }
    }

    private static Path file(WorkFolder folder) {
        return folder.path().resolve("source");
    }

    /** Waits for it. Nothing when it is too large. */
    Optional<Path> await() throws IOException, InterruptedException {
        return download.await().map(Source::file);
    }

    @Override
    public void close() throws IOException {
        if (!download.future().isDone()) {
            found.abort();
        }
        download.close();
        Optional<WorkFolder> folder = download.result().flatMap(Function.identity());
        if (folder.isPresent()) {
            folder.get().close();
        }
    }
}
