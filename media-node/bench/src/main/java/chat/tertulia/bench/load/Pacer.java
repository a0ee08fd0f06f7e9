package chat.tertulia.bench.load;

import chat.tertulia.media.rtcp.ReportBlock;
import chat.tertulia.media.rtcp.RtcpWriter;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sends everything on one thread: media at its pace, each talker at a phase of its own, reports once a second and consent
 * checks every five.
 */
final class Pacer implements AutoCloseable {
    private static final long AUDIO_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long VIDEO_NS = TimeUnit.SECONDS.toNanos(1) / 30;
    private static final long REPORT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long OLDEST_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int REPORTER_SSRC = 1;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final Queue<Task> added = new ConcurrentLinkedQueue<>();
    private final byte[] scratch = new byte[2048];
    private final Thread thread;
    private volatile boolean quiet;
    private volatile boolean closed;
    private volatile long ran;
    private volatile long late;

    Pacer() {
        thread = Thread.ofPlatform().name("pacer").daemon(true).start(this::run);
    }

    void add(Talker talker) {
        if (talker.hasSound()) {
            every(AUDIO_NS, media(talker::speak));
        }
        if (talker.hasVideo()) {
            every(VIDEO_NS, media(talker::show));
        }
        every(REPORT_NS, talker::report);
    }

    void add(Peer peer) {
        every(CHECK_NS, _ -> peer.check());
        every(REPORT_NS, buffer -> report(peer, buffer));
    }

    /** While quiet, no media leaves: what is under way can arrive. */
    void quiet(boolean on) {
        quiet = on;
    }

    /** Share of all tasks that ran more than 5 ms after their time: how far the generator itself is to be believed. */
    double lateShare() {
        return ran == 0 ? 0 : (double) late / ran;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // between two cases, nothing else runs
    void forgetLateness() {
        ran = 0;
        late = 0;
    }

    private Consumer<byte[]> media(Consumer<byte[]> send) {
        return buffer -> {
            if (!quiet) {
                send.accept(buffer);
            }
        };
    }

    private void every(long intervalNs, Consumer<byte[]> work) {
        long phase = ThreadLocalRandom.current().nextLong(intervalNs);
        added.add(new Task(System.nanoTime() + phase, intervalNs, work));
        LockSupport.unpark(thread);
    }

    /** Nothing lost, no delay: what keeps a forwarding unit from thinking that we are gone. */
    private static void report(Peer peer, byte[] buffer) {
        int known = Math.min(peer.heard(), RtcpWriter.MAX_REPORTS);
        if (known == 0) {
            return;
        }
        RtcpWriter out = new RtcpWriter();
        out.begin(buffer);
        out.receiverReport(REPORTER_SSRC);
        for (int i = 0; i < known; i++) {
            IncomingStream stream = peer.streams().get(i);
            out.reportBlock(new ReportBlock(stream.ssrc(), 0, 0, stream.gaps().highest(), 0, 0, 0));
        }
        peer.sendRtcp(buffer, out.length());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread counts
    private void run() {
        while (!closed) {
            for (Task task = added.poll(); task != null; task = added.poll()) {
                tasks.add(task);
            }
            Task next = tasks.peek();
            long wait = next == null ? REPORT_NS : next.dueNs - System.nanoTime();
            if (next == null || wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            var _ = tasks.poll();
            ran++;
            late += -wait > LATE_NS ? 1 : 0;
            next.work.accept(scratch);
            // A source that was held up leaves out what is too late, as a camera does.
            next.dueNs = Math.max(next.dueNs + next.intervalNs, System.nanoTime() - OLDEST_NS);
            tasks.add(next);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private static final class Task implements Comparable<Task> {
        private final long intervalNs;
        private final Consumer<byte[]> work;
        private long dueNs;

        Task(long dueNs, long intervalNs, Consumer<byte[]> work) {
            this.dueNs = dueNs;
            this.intervalNs = intervalNs;
            this.work = work;
        }

        @Override
        public int compareTo(Task other) {
            return Long.compare(dueNs - other.dueNs, 0);
        }
    }
}
