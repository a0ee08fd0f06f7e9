package chat.tertulia.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when told, and what shall happen in it. Begins below zero, as monotonic clocks may. */
public final class SimClock {
    private record Due(long atNs, long order, Runnable what) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNs).thenComparingLong(Due::order));
    private long nowNs = -7_000_000_000L;
    private long order;

    public long nowNs() {
        return nowNs;
    }

    public void at(long atNs, Runnable what) {
        queue.add(new Due(Math.max(atNs, nowNs), order++, what));
    }

    public void after(long delayNs, Runnable what) {
        at(nowNs + delayNs, what);
    }

    /** When something happens next, {@link Long#MAX_VALUE} for never. */
    public long nextNs() {
        Due next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.atNs();
    }

    /** Goes to that time, which is not before now and not after {@link #nextNs}. */
    public void advanceTo(long atNs) {
        if (atNs < nowNs) {
            throw new IllegalArgumentException("Time goes forwards only");
        }
        nowNs = atNs;
    }

    /** Goes to the next thing and does it. */
    public void step() {
        Due next = queue.remove();
        nowNs = next.atNs();
        next.what().run();
    }
}
