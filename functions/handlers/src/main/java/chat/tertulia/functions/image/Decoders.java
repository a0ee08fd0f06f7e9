package chat.tertulia.functions.image;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps decoder processes started ahead, so that no picture waits for a JVM and for libvips. Two, since pictures come in
 * bunches: while one is decoded, the process for the one after the next starts. A spare has seen nothing yet; each still
 * decodes one picture and ends. It ends by itself when the function does, since its standard input ends.
 *
 * <p>Owned by: the thread of the job, or whom it has asked to {@link #prepare} and waits for.
 */
final class Decoders implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Decoders.class.getName());
    private static final int AHEAD = 2;

    private final DecoderCommand command;
    private final Deque<DecoderProcess> spares = new ArrayDeque<>();

    Decoders(DecoderCommand command) {
        this.command = command;
    }

    /** Starts one more, unless there are enough. What keeps one from starting is told to whoever needs it: {@link #take}. */
    void prepare() {
        if (spares.size() < AHEAD) {
            try {
                spares.add(new DecoderProcess(command));
            } catch (IOException full) {
                LOG.log(Level.WARNING, "no decoder could be started ahead", full);
            }
        }
    }

    /** @return to be closed by the caller */
    DecoderProcess take() throws IOException {
        for (DecoderProcess spare = spares.poll(); spare != null; spare = spares.poll()) {
            if (spare.isAlive()) {
                return spare;
            }
            spare.close();
        }
        return new DecoderProcess(command);
    }

    @Override
    public void close() throws IOException {
        for (DecoderProcess spare = spares.poll(); spare != null; spare = spares.poll()) {
            spare.close();
        }
    }
}
