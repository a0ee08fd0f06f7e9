package chat.tertulia.node.ice;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A few agents of one loop, made before anybody asks: no answer can leave before its agent has credentials, and ice4j takes
 * its time to make one. An agent that waits holds a thread for each address, and no timer. Thread-safe.
 */
public final class ReadyAgents implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReadyAgents.class.getName());
    private static final int MOST = 4;
    private static final int MOST_THREADS = 8;

    private final IceAgent.Factory factory;
    private final Supplier<IceAgent.Listener> voices;
    private final BlockingQueue<Ready> ready;
    private final AtomicBoolean filling = new AtomicBoolean();
    private volatile boolean closed;

    /** An agent, and whom it was made to talk to. */
    public record Ready(IceAgent agent, IceAgent.Listener voice) {}

    /** @param addresses on which each agent listens */
    public ReadyAgents(IceAgent.Factory factory, Supplier<IceAgent.Listener> voices, int addresses) {
        this.factory = factory;
        this.voices = voices;
        this.ready = new ArrayBlockingQueue<>(Math.clamp(MOST_THREADS / addresses, 1, MOST));
    }

    /** One of those that wait; else one is made on the caller's thread. */
    public Ready take() {
        Ready next = ready.poll();
        fill();
        return next == null ? make() : next;
    }

    /** Returns at once; one thread at most is at it. */
    public void fill() {
        if (!closed && filling.compareAndSet(false, true)) {
            Thread.ofVirtual().name("ice-ready").start(this::refill);
        }
    }

    int waiting() {
        return ready.size();
    }

    @Override
    public void close() {
        closed = true;
        for (Ready unused = ready.poll(); unused != null; unused = ready.poll()) {
            unused.agent().close();
        }
    }

    private Ready make() {
        IceAgent.Listener voice = voices.get();
        return new Ready(factory.create(voice), voice);
    }

    private void refill() {
        boolean works = true;
        try {
            while (!closed && ready.remainingCapacity() > 0) {
                Ready next = make();
                if (!ready.offer(next)) {
                    next.agent().close();
                }
            }
        } catch (RuntimeException bug) {
            // Whoever wants one next makes it, and is told.
            LOG.log(Level.WARNING, "No agent could be made ahead", bug);
            works = false;
        } finally {
            filling.set(false);
        }
        if (closed) {
            close();
        } else if (works && ready.remainingCapacity() > 0) {
            fill(); // one was taken while this was about to end
        }
    }
}
