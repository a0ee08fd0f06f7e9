package chat.tertulia.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * The launcher that owns a data folder, as it says itself in {@code run/launcher.json}.
 *
 * @param begun when its process began, so that a recycled process id is not taken for it
 * @param local where this machine reaches the server
 */
record Running(long pid, String begun, String url, String local, boolean ready) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Running self(Options options, boolean ready) {
        ProcessHandle self = ProcessHandle.current();
        return new Running(self.pid(), begun(self), options.address().toString(), options.localUrl(), ready);
    }

    void write(Path file) throws Failure {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, JSON.writeValueAsString(this));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw Failure.broken(file + " cannot be written: " + failure);
        }
    }

    /** Nothing when no launcher lives there, whatever an old file says. */
    static Optional<Running> in(Path file) {
        try {
            Running running = JSON.readValue(Files.readString(file), Running.class);
            return running.process().isPresent() ? Optional.of(running) : Optional.empty();
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> begun(handle).equals(begun));
    }

    private static String begun(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("");
    }
}
