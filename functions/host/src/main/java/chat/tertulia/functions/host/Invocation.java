package chat.tertulia.functions.host;

import java.util.UUID;

/**
 * An event on its way to a function.
 *
 * @param id stays the same over all attempts
 * @param key of the object that it is about; empty where that does not matter
 * @param event JSON
 * @param attempts how often it has failed
 * @param sinceNs when it came
 * @param letter whether it comes from a dead letter, which goes when it succeeds
 */
record Invocation(String id, String key, String event, int attempts, long sinceNs, boolean letter) {
    static Invocation of(String event) {
        return of("", event);
    }

    static Invocation of(String key, String event) {
        return new Invocation(UUID.randomUUID().toString(), key, event, 0, System.nanoTime(), false);
    }

    static Invocation ofLetter(String id, String key, String event) {
        return new Invocation(id, key, event, 0, System.nanoTime(), true);
    }

    Invocation again() {
        return new Invocation(id, key, event, attempts + 1, sinceNs, letter);
    }
}
