package chat.tertulia.functions.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one decoder process started ahead, so that no picture waits for a JVM and for libvips. The spare has seen nothing
 * yet; each still decodes one picture and ends. A spare ends by itself when the function does, since its standard input ends.
 *
 * <p>Owned by: the thread of the function.
 */
final class Decoders implements AutoCloseable {
    private final DecoderCommand command;
    private @Nullable DecoderProcess spare;

    Decoders(DecoderCommand command) {
        this.command = command;
    }

    /** Starts the next one, when none waits. */
    void prepare() throws IOException {
        if (spare == null) {
            spare = new DecoderProcess(command);
        }
    }

    /** @return to be closed by the caller */
    DecoderProcess take() throws IOException {
        DecoderProcess ready = spare;
        spare = null;
        if (ready != null && ready.isAlive()) {
            return ready;
        }
        if (ready != null) {
            ready.close();
        }
        return new DecoderProcess(command);
    }

    @Override
    public void close() throws IOException {
        DecoderProcess ready = spare;
        spare = null;
        if (ready != null) {
            ready.close();
        }
    }
}
