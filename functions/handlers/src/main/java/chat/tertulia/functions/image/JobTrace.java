package chat.tertulia.functions.image;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a job tells its log: durations of its phases in milliseconds, sizes in bytes.
 *
 * <p>Owned by: the thread of the job.
 */
final class JobTrace {
    private final String key;
    private final long beganNs;
    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private long phaseNs;
    private @Nullable Upload upload;

    /** @param nowNs {@link System#nanoTime} */
    JobTrace(String key, long nowNs) {
        this.key = key;
        beganNs = nowNs;
        phaseNs = nowNs;
    }

    String key() {
        return key;
    }

    void about(Upload found) {
        upload = found;
        numbers.put("sourceBytes", found.head().size());
    }

    void about(ImageResult.Pictures pictures) {
        numbers.put("fullBytes", pictures.full().size());
        if (pictures.thumb() != null) {
            numbers.put("thumbBytes", pictures.thumb().size());
        }
    }

    @Nullable
    Upload upload() {
        return upload;
    }

    /** Such as {@code attempt} or {@code fullBytes}. */
    void number(String name, long value) {
        numbers.put(name, value);
    }

    /** Ends here what began with the end of the phase before it. */
    void ended(String phase) {
        long now = System.nanoTime();
        numbers.merge(phase + "Ms", (now - phaseNs) / 1_000_000, Long::sum);
        phaseNs = now;
    }

    /** With {@code totalMs}. */
    Map<String, Long> numbers() {
        Map<String, Long> all = new LinkedHashMap<>(numbers);
        all.put("totalMs", (System.nanoTime() - beganNs) / 1_000_000);
        return all;
    }
}
