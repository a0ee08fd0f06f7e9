package chat.tertulia.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is typing where. Pure; times are epoch milliseconds.
 *
 * <p>Owned by: {@link Typing}, under its lock.
 */
final class TypingTable {
    static final long LIFE_MS = 8_000;

    private final Map<Typist, Long> deadlines = new HashMap<>();

    record Typist(String memberId, String conversationId) {}

    /** When the typist stops by themselves, unless they go on. */
    long started(Typist typist, long now) {
        long deadline = now + LIFE_MS;
        deadlines.put(typist, deadline);
        return deadline;
    }

    /** Whether they were typing. */
    boolean stopped(Typist typist) {
        return deadlines.remove(typist) != null;
    }

    /** Takes out those whose time is up. */
    List<Typist> expired(long now) {
        List<Typist> expired = new ArrayList<>();
        deadlines.forEach((typist, deadline) -> {
            if (deadline <= now) {
                expired.add(typist);
            }
        });
        expired.forEach(deadlines::remove);
        return expired;
    }

    /** Takes out everything of a member who has gone. */
    List<Typist> gone(String memberId) {
        List<Typist> theirs = deadlines.keySet().stream()
                .filter(typist -> typist.memberId().equals(memberId))
                .toList();
        theirs.forEach(deadlines::remove);
        return theirs;
    }
}
