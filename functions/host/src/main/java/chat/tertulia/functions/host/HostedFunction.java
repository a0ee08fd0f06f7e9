package chat.tertulia.functions.host;

import chat.tertulia.functions.store.EventBucket;
import chat.tertulia.functions.store.ObjectCreated;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One function with its deliveries, its dead letters, and the search for what was missed.
 *
 * <p>Owned by: a thread that searches; {@link #created} may be called by any. The runner has a thread of its own.
 */
final class HostedFunction implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HostedFunction.class.getName());

    private final Trigger trigger;
    private final ScanPlan plan;
    private final Clock clock = Clock.systemUTC();
    private final FunctionRunner runner;
    private final Letters letters;
    private final Scan scan;
    private final String name;
    private final Semaphore wake = new Semaphore(0);
    private final Thread searcher;
    private String position = "";
    private boolean sawAll;

    HostedFunction(EventBucket bucket, FunctionHost.Deployment deployment, RetryPolicy retries, ScanPlan plan) {
        this.plan = plan;
        trigger = deployment.trigger();
        name = deployment.spec().name();
        letters = new Letters(bucket, name);
        scan = new Scan(bucket, trigger, clock);
        runner = new FunctionRunner(deployment.spec(), retries, new Aftermath());
        searcher = Thread.ofVirtual().name("search-" + name).unstarted(this::search);
    }

    String name() {
        return name;
    }

    void start() {
        runner.start();
        searcher.start();
    }

    long pid() {
        return runner.pid();
    }

    void writeMetrics(StringBuilder text) {
        runner.writeMetrics(text);
    }

    /** @return false when it concerns this function and there was no room */
    boolean created(ObjectCreated object) {
        if (object.key().startsWith(DeadLetter.folder(name))) {
            // Somebody wishes another attempt.
            wake.release();
            return true;
        }
        return !trigger.matches(object.key()) || runner.deliver(Invocation.of(object.key(), object.toJson()));
    }

    private void search() {
        try {
            while (true) {
                boolean done = round();
                if (wake.tryAcquire(done ? plan.interval().toMillis() : 0, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the next round may wait: not while the first look at everything is unfinished */
    private boolean round() {
        try {
            letters.wished(key -> runner.isUnderWay(key), runner::deliver);
            String recent = trigger.prefix() + RecentIds.since(clock.instant().minus(plan.recent()));
            scan.run(recent, plan.pages(), this::found);
            String before = position;
            position = scan.run(position, plan.pages(), this::found);
            sawAll |= position.isEmpty();
            return sawAll || position.equals(before);
        } catch (RuntimeException away) {
            LOG.log(Level.WARNING, name + ": the bucket could not be searched: " + away);
            return true;
        }
    }

    private boolean found(ObjectCreated object) {
        return runner.isUnderWay(object.key())
                || letters.areAbout(object.key())
                || runner.deliver(Invocation.of(object.key(), object.toJson()));
    }

    private final class Aftermath implements FunctionRunner.Aftermath {
        @Override
        public void succeeded(Invocation invocation) {
            if (invocation.letter()) {
                letters.answered(invocation);
            }
        }

        @Override
        public void dead(Invocation invocation, DeadLetter letter) {
            letters.keep(letter, Instant.now(clock));
        }

        @Override
        public void missed() {
            wake.release();
        }
    }

    @Override
    public void close() {
        searcher.interrupt();
        runner.close();
    }
}
