package chat.tertulia.functions.image;

import java.time.Duration;
import java.util.Map;

/**
 * @param maxBytes the largest upload that is looked at
 * @param losslessUpTo an upload of at most so many bytes may keep its every pixel; zero for AVIF always
 * @param attempts in all, before an upload is given up
 * @param lease how long one attempt keeps others off; longer than it can take
 */
record JobLimits(long maxBytes, long losslessUpTo, int attempts, Duration lease) {
    /** Three is how often Lambda delivers an event. */
    static final JobLimits STANDARD = new JobLimits(32L << 20, 0, 3, Duration.ofSeconds(30));

    static JobLimits fromEnvironment(Map<String, String> env) {
        return new JobLimits(
                number(env, "TERTULIA_IMAGE_MAX_BYTES", STANDARD.maxBytes),
                number(env, "TERTULIA_IMAGE_LOSSLESS_BYTES", STANDARD.losslessUpTo),
                Math.toIntExact(number(env, "TERTULIA_IMAGE_ATTEMPTS", STANDARD.attempts)),
                STANDARD.lease);
    }

    private static long number(Map<String, String> env, String name, long otherwise) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,12}")) {
            throw new IllegalStateException(name + " is no number: " + value);
        }
        return Long.parseLong(value);
    }
}
