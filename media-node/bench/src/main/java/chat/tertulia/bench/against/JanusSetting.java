package chat.tertulia.bench.against;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How Janus is run.
 *
 * @param libsrtp a shared library that takes the place of the system's libsrtp, or null
 * @param eventLoops 0 for a thread a handle, which is Janus's default; else so many threads for all
 */
record JanusSetting(@Nullable Path libsrtp, int eventLoops) {
    String threads() {
        return eventLoops == 0 ? ", a thread a peer" : ", " + eventLoops + " event loops";
    }
}
