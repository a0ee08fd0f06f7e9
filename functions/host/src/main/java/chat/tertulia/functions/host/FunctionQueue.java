package chat.tertulia.functions.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for a function: first those that are due, in the order of their coming; a failed one steps aside until
 * its wait is over and so holds up nobody. Bounded; what does not fit is remembered as one fact, {@link #overflowed}.
 *
 * <p>Any thread may call.
 */
final class FunctionQueue {
    private final int capacity;
    private final ArrayDeque<Invocation> fresh = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::dueNs));
    private boolean overflowed;

    private record Waiting(Invocation invocation, long dueNs) {}

    FunctionQueue(int capacity) {
        this.capacity = capacity;
    }

    /** @return false when the queue is full; the caller's event is then to be found again by a scan */
    synchronized boolean offer(Invocation invocation) {
        if (fresh.size() + waiting.size() >= capacity) {
            overflowed = true;
            return false;
        }
        fresh.add(invocation);
        notifyAll();
        return true;
    }

    /** A failed event keeps its place, whatever the capacity: it was accepted. */
    synchronized void retry(Invocation invocation, Duration after) {
        waiting.add(new Waiting(invocation, System.nanoTime() + after.toNanos()));
        notifyAll();
    }

    /** @return null when nothing was due for that long */
    synchronized @Nullable Invocation poll(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long now = System.nanoTime();
            Waiting first = waiting.peek();
            if (first != null && first.dueNs() - now <= 0) {
                waiting.poll();
                return first.invocation();
            }
            Invocation next = fresh.poll();
            if (next != null || deadline - now <= 0) {
                return next;
            }
            long until = first == null ? deadline : Math.min(deadline, first.dueNs());
            wait(Math.max(1, (until - now) / 1_000_000));
        }
    }

    /** Whether events were turned away since the last call, asked once nothing is left to do. */
    synchronized boolean overflowed() {
        boolean was = overflowed;
        overflowed = false;
        return was;
    }

    synchronized int depth() {
        return fresh.size() + waiting.size();
    }

    /** How long the oldest one has been waiting; zero when none is. */
    synchronized long ageNs() {
        long now = System.nanoTime();
        Invocation first = fresh.peek();
        long age = first == null ? 0 : now - first.sinceNs();
        for (Waiting one : waiting) {
            age = Math.max(age, now - one.invocation().sinceNs());
        }
        return age;
    }

    synchronized boolean isEmpty() {
        return fresh.isEmpty() && waiting.isEmpty();
    }
}
