package chat.tertulia.node.loop;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What others have for a loop: tasks of anybody, and what other loops hand over. Anybody adds, the loop takes. */
final class Mailbox {
    /** After so many tasks what was handed over has its turn. */
    private static final int TURN = 16;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Passage> passages = new CopyOnWriteArrayList<>();
    private final AtomicBoolean woken;
    private final Runnable takeHandedOver;
    private int polls;

    /**
     * @param woken whether whoever adds need not wake the loop
     * @param takeHandedOver the task that takes from {@link #passages}
     */
    Mailbox(AtomicBoolean woken, Runnable takeHandedOver) {
        this.woken = woken;
        this.takeHandedOver = takeHandedOver;
    }

    void add(Runnable task) {
        tasks.add(task);
    }

    void add(Passage passage) {
        passages.add(passage);
    }

    List<Passage> passages() {
        return passages;
    }

    /** Before the loop waits. Whoever adds after this look wakes it; the flag falls before the look, or nobody might. */
    boolean isEmpty() {
        woken.set(false);
        return tasks.isEmpty() && !handedOver();
    }

    private boolean handedOver() {
        for (int i = 0; i < passages.size(); i++) {
            if (!passages.get(i).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Null when there is nothing more for this turn. */
    @Nullable
    Runnable poll() {
        if (polls++ % TURN == 0 && handedOver()) {
            return takeHandedOver;
        }
        Runnable task = tasks.poll();
        polls = task == null ? 0 : polls;
        return task;
    }
}
