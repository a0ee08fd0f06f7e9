package chat.tertulia.voice.signal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Messages to one owner, carried out one after the other on a virtual thread of its own. */
final class Mailbox {
    private static final Logger LOG = System.getLogger(Mailbox.class.getName());

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final String name;
    private final Runnable onBug;
    private volatile boolean stopped;

    /** @param onBug runs on the owner's thread after a message has failed with a bug; the next message follows */
    Mailbox(String name, Runnable onBug) {
        this.name = name;
        this.onBug = onBug;
        Thread.ofVirtual().name(name).start(this::run);
    }

    /** False when the owner has ended and nobody will read this. */
    boolean post(Runnable message) {
        if (stopped) {
            return false;
        }
        queue.add(message);
        return true;
    }

    boolean idle() {
        return queue.isEmpty();
    }

    int waiting() {
        return queue.size();
    }

    /** On the owner's thread: what is still queued is dropped. */
    void stop() {
        stopped = true;
        queue.add(() -> {}); // so that the thread looks up
    }

    private void run() {
        while (!stopped) {
            try {
                queue.take().run();
            } catch (InterruptedException ended) {
                stopped = true;
            } catch (RuntimeException bug) {
                LOG.log(Level.ERROR, "A message to " + name + " failed", bug);
                onBug.run();
            }
        }
        queue.clear();
    }
}
