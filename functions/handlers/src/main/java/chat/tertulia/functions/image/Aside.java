package chat.tertulia.functions.image;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Does some of a job's work beside the rest: requests to the bucket that do not wait for one another.
 *
 * @param threads a thread for each task, or the caller's own: it is then done at once
 */
record Aside(Executor threads) {
    <T> Task<T> begin(Callable<T> work) {
        FutureTask<T> future = new FutureTask<>(work);
        threads.execute(future);
        return new Task<>(future);
    }

    Task<Boolean> begin(Runnable work) {
        return begin(Executors.callable(work, true));
    }

    /** Close it before what it works with: it has ended then. */
    record Task<T>(FutureTask<T> future) implements AutoCloseable {
        T await() throws IOException, InterruptedException {
            try {
                return future.get();
            } catch (ExecutionException failed) {
                switch (failed.getCause()) {
                    case IOException cause -> throw cause;
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(failed);
                }
            }
        }

        /** Nothing before its end, and when it failed. */
        Optional<T> result() {
            return future.state() == Future.State.SUCCESS ? Optional.of(future.resultNow()) : Optional.empty();
        }

        @Override
        public void close() {
            boolean interrupted = false;
            while (!future.isDone()) {
                try {
                    var _ = future.get();
                } catch (InterruptedException closing) {
                    interrupted = true;
                } catch (ExecutionException told) {
                    // By await, to whom it mattered.
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
