package chat.tertulia.functions.image;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Lets several jobs run as if they were processes of their own, one request to the bucket at a time, in an order that the
 * test decides; and lets one die before any of its requests.
 */
final class Turns implements ExecutionInterceptor {
    private static final ThreadLocal<@Nullable Job> CURRENT = new ThreadLocal<>();

    private final BlockingQueue<Job> stopped = new LinkedBlockingQueue<>();
    private final List<Job> waiting = new ArrayList<>();

    /** A process that is no more. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** One job; after its end it has an outcome or a failure. */
    final class Job {
        private final SynchronousQueue<Boolean> turn = new SynchronousQueue<>();
        private final Thread thread;
        private boolean killed;
        private volatile boolean ended;
        private ImageJob.@Nullable Outcome outcome;

        private Job(Callable<ImageJob.Outcome> work) {
            thread = Thread.ofPlatform().daemon().unstarted(() -> {
                CURRENT.set(this);
                try {
                    outcome = work.call();
                } catch (Exception | Killed _) {
                    outcome = null;
                }
                ended = true;
                stopped.add(this);
            });
        }

        private void await() {
            if (!killed) {
                stopped.add(this);
                try {
                    killed = !turn.take();
                } catch (InterruptedException bug) {
                    throw new IllegalStateException(bug);
                }
            }
            if (killed) {
                throw new Killed();
            }
        }

        boolean ended() {
            return ended;
        }

        /** Null for a job that failed or was killed. */
        ImageJob.@Nullable Outcome outcome() {
            return outcome;
        }
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Job job = CURRENT.get();
        if (job != null) {
            job.await();
        }
    }

    /** Runs to its first request. */
    Job begin(Callable<ImageJob.Outcome> work) throws InterruptedException {
        Job job = new Job(work);
        job.thread.start();
        return settle(job);
    }

    /** Lets a waiting job do one request, or die instead, and run on to the next. */
    Job go(Job job, boolean live) throws InterruptedException {
        waiting.remove(job);
        job.turn.put(live);
        return settle(job);
    }

    private Job settle(Job job) throws InterruptedException {
        Job now = stopped.take();
        if (now != job) {
            throw new IllegalStateException("only one job runs at a time");
        }
        if (!job.ended()) {
            waiting.add(job);
        }
        return job;
    }

    List<Job> waiting() {
        return waiting;
    }
}
