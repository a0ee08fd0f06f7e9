package chat.tertulia.server;

import chat.tertulia.audience.Audience;
import chat.tertulia.audience.Broadcaster;
import chat.tertulia.gateway.Connection;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives every change of the shared state its version and sends it to who is joined. Versions rise over restarts too,
 * because they start from the clock.
 *
 * <p>Call it after the change is true: from {@link chat.tertulia.platform.Tx#afterCommit} for what lives in the database,
 * or, for what lives in memory, while still holding the lock that orders that memory's changes. Never from a
 * {@link SnapshotPart}. Does not block and touches no database.
 *
 * <p>Owned by: its own lock, which is the innermost one.
 */
@Service
public class Changes {
    /** So many past changes are kept for snapshots that were overtaken while they were being made. */
    private static final int KEPT = 1024;

    private final Broadcaster broadcaster;
    private final ReentrantLock order = new ReentrantLock();
    private final Deque<StateChanged> recent = new ArrayDeque<>();
    private long version;

    @Inject
    public Changes(Broadcaster broadcaster, Clock clock) {
        this.broadcaster = broadcaster;
        this.version = clock.millis();
    }

    /** Sends these changes to everyone who is joined, under one new version. */
    public void publish(Change... changes) {
        order.lock();
        try {
            StateChanged changed = new StateChanged(++version, List.of(changes));
            recent.addLast(changed);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
            broadcaster.publish(Audience.everyone(), StateChanged.EVENT, changed);
        } finally {
            order.unlock();
        }
    }

    /** Read it before the state: a snapshot may then contain more than its version says, never less. */
    long version() {
        order.lock();
        try {
            return version;
        } finally {
            order.unlock();
        }
    }

    /**
     * Sends the snapshot and after it every change that is newer, which the client may have received too early to use.
     *
     * @return false when so much has happened meanwhile that the snapshot must be made anew
     */
    boolean deliver(Connection connection, Snapshot snapshot) {
        order.lock();
        try {
            long missed = version - snapshot.version();
            if (missed > recent.size()) {
                return false;
            }
            connection.emit(Snapshot.EVENT, snapshot);
            recent.stream()
                    .filter(changed -> changed.version() > snapshot.version())
                    .forEach(changed -> connection.emit(StateChanged.EVENT, changed));
            return true;
        } finally {
            order.unlock();
        }
    }
}
