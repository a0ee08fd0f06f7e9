package chat.tertulia.functions.host;

import java.util.UUID;

/**
 * An event on its way to a function.
 *
 * @param id stays the same over all attempts
 * @param event JSON
 * @param attempts how often it has failed
 */
record Invocation(String id, String event, int attempts) {
    static Invocation of(String event) {
        return new Invocation(UUID.randomUUID().toString(), event, 0);
    }

    Invocation again() {
        return new Invocation(id, event, attempts + 1);
    }
}
