package chat.tertulia.functions.sweep;

import java.time.Duration;
import java.time.Instant;

/** What a line of a manifest says. */
public sealed interface ManifestEntry {
    /**
     * The first line.
     *
     * @param createdAt taken before the first reference was read
     * @param grace an object younger than this at that time is nobody's business yet
     */
    record Header(String sweepId, Instant createdAt, Duration grace, boolean dryRun) implements ManifestEntry {}

    /**
     * One key, or all keys below one.
     *
     * @param key ends with a slash when it stands for all that begin with it
     * @param expected whether there has to be an object
     */
    record Reference(String key, boolean expected) implements ManifestEntry {
        boolean covers(String object) {
            return key.endsWith("/") ? object.startsWith(key) : object.equals(key);
        }

        /** Whether everything that this covers comes before the object. */
        boolean isBefore(String object) {
            return !covers(object) && KeyOrder.UTF_8.compare(key, object) < 0;
        }
    }

    /** The last line, which agreed with all before it. */
    record End(long references) implements ManifestEntry {}

    /** Nothing after this is to be believed. */
    record Broken(RefusalCode code) implements ManifestEntry {}
}
