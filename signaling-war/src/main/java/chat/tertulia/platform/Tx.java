package chat.tertulia.platform;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One open transaction. Services pass it through; only stores look inside. What must be told to others is registered with
 * {@link #afterCommit} and runs when, and only when, the transaction has committed.
 *
 * <p>Owned by: the thread that called {@link Database#write}.
 */
public final class Tx {
    private final Handle handle;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Handle handle) {
        this.handle = handle;
    }

    /** For stores only; ArchUnit holds the line. */
    public Handle handle() {
        return handle;
    }

    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> committed() {
        return afterCommit;
    }
}
