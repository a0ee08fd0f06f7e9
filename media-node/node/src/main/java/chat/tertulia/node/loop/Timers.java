package chat.tertulia.node.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When each of many wants to be called: a binary heap in which every owner has one place, so that thousands of rooms cost the
 * logarithm of their number and no object. Owned by: the loop.
 */
final class Timers<T> {
    static final long NEVER = Long.MAX_VALUE;

    /** One owner's wish. */
    static final class Timer<T> {
        private final T owner;
        private long atNs = NEVER;
        private int place = -1;

        Timer(T owner) {
            this.owner = owner;
        }
    }

    private @Nullable Object[] heap = new @Nullable Object[16];
    private int size;

    int size() {
        return size;
    }

    long nextNs() {
        return size == 0 ? NEVER : at(0).atNs;
    }

    /** Replaces the owner's former wish; {@link #NEVER} takes it back. */
    void set(Timer<T> timer, long atNs) {
        if (atNs == timer.atNs) {
            return;
        }
        timer.atNs = atNs;
        if (atNs == NEVER) {
            remove(timer);
            return;
        }
        if (timer.place < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            put(size++, timer);
        }
        settle(timer.place);
    }

    /** The owner that waits longest of those whose time has come; its wish is fulfilled. Null when there is none. */
    @Nullable
    T takeDue(long nowNs) {
        if (nextNs() > nowNs || size == 0) {
            return null;
        }
        Timer<T> due = at(0);
        set(due, NEVER);
        return due.owner;
    }

    private void remove(Timer<T> timer) {
        int hole = timer.place;
        if (hole < 0) {
            return;
        }
        timer.place = -1;
        Timer<T> last = at(--size);
        heap[size] = null;
        if (last != timer) {
            put(hole, last);
            settle(hole);
        }
    }

    private void settle(int from) {
        int place = from;
        while (place > 0 && at(place).atNs < at((place - 1) / 2).atNs) {
            swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
        for (int child = earlierChild(place); child > 0; child = earlierChild(place)) {
            swap(place, child);
            place = child;
        }
    }

    /** The child that must change places with its parent, or 0. */
    private int earlierChild(int place) {
        int child = 2 * place + 1;
        if (child >= size) {
            return 0;
        }
        if (child + 1 < size && at(child + 1).atNs < at(child).atNs) {
            child++;
        }
        return at(child).atNs < at(place).atNs ? child : 0;
    }

    private void swap(int one, int other) {
        Timer<T> first = at(one);
        put(one, at(other));
        put(other, first);
    }

    private void put(int place, Timer<T> timer) {
        heap[place] = timer;
        timer.place = place;
    }

    @SuppressWarnings("unchecked") // only put() stores, and it takes a Timer<T>
    private Timer<T> at(int place) {
        Object timer = heap[place];
        if (timer == null) {
            throw new IllegalStateException("The heap has a hole");
        }
        return (Timer<T>) timer;
    }
}
