package chat.tertulia.sweep;

import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;

/** What the operator may set of the sweep. */
@Service
public class SweepSettings {
    private final Duration interval;
    private final Duration grace;

    @Inject
    public SweepSettings() {
        this(System.getenv());
    }

    SweepSettings(Map<String, String> env) {
        interval = Duration.ofHours(number(env, "TERTULIA_SWEEP_HOURS", 24));
        grace = Duration.ofMinutes(number(env, "TERTULIA_SWEEP_GRACE_MINUTES", 30));
    }

    /** Between two sweeps; zero means none but those that an administrator asks for. */
    Duration interval() {
        return interval;
    }

    /** What is younger is nobody's business: an upload on its way, a file that is about to be sent. */
    Duration grace() {
        return grace;
    }

    private static long number(Map<String, String> env, String name, long otherwise) {
        String text = env.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(name + " must be a whole number, not below 0: " + text);
        }
        return Long.parseLong(text);
    }
}
