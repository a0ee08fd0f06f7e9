package chat.tertulia.fuzz;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls: the target whose name is the argument. */
public final class Jazzed {
    private static final AtomicReference<@Nullable Target> TARGET = new AtomicReference<>();

    private Jazzed() {}

    public static void fuzzerInitialize(String[] arguments) {
        TARGET.set(Target.of(arguments[0]));
    }

    public static void fuzzerTestOneInput(byte[] data) {
        Target chosen = TARGET.get();
        if (chosen == null) {
            throw new IllegalStateException("No target was named");
        }
        chosen.run(data);
    }
}
