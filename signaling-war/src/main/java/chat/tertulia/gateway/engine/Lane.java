package chat.tertulia.gateway.engine;

import java.util.ArrayDeque;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in the order of their coming, on a virtual thread that lives while there are any. A task may
 * block; whoever adds one does not. Safe from any thread.
 */
public final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class.getName());

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(2);
    private boolean running;

    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        start(this::run);
    }

    /** Starts a virtual thread that sees the application's classes, whoever calls. */
    public static void start(Runnable task) {
        Thread thread = Thread.ofVirtual().name("gateway").unstarted(task);
        thread.setContextClassLoader(Lane.class.getClassLoader());
        thread.start();
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error bug) {
                LOG.log(Level.SEVERE, "A task of the gateway failed.", bug);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        }
    }
}
