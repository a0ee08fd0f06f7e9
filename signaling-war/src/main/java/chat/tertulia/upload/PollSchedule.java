package chat.tertulia.upload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When to look for which file's result: soon after the upload, then ever more rarely. Pure; times are epoch milliseconds.
 *
 * <p>Owned by: {@link ResultPoller}, under its lock.
 */
final class PollSchedule {
    private static final long FIRST_MS = 200;
    private static final long LONGEST_MS = 5_000;

    private final int capacity;
    private final Map<String, Turn> turns = new HashMap<>();

    private record Turn(String fileId, long at, long pause) {}

    /** @param capacity so many files are watched at once; the rest waits in the database */
    PollSchedule(int capacity) {
        this.capacity = capacity;
    }

    /** Whether the file is watched now. */
    boolean add(String fileId, long now) {
        if (!turns.containsKey(fileId) && turns.size() >= capacity) {
            return false;
        }
        turns.putIfAbsent(fileId, new Turn(fileId, now + FIRST_MS, FIRST_MS));
        return true;
    }

    void remove(String fileId) {
        turns.remove(fileId);
    }

    /** The file had no result: its next turn comes later. */
    void missed(String fileId, long now) {
        turns.computeIfPresent(fileId, (_, turn) -> {
            long pause = Math.min(LONGEST_MS, turn.pause() * 3 / 2);
            return new Turn(fileId, now + pause, pause);
        });
    }

    /** The files whose turn has come, in order. */
    List<String> due(long now) {
        List<Turn> due = new ArrayList<>();
        turns.values().stream().filter(turn -> turn.at() <= now).forEach(due::add);
        due.sort(Comparator.comparingLong(Turn::at).thenComparing(Turn::fileId));
        return due.stream().map(Turn::fileId).toList();
    }

    /** When the next turn comes. */
    OptionalLong next() {
        return turns.values().stream().mapToLong(Turn::at).min();
    }

    int room() {
        return capacity - turns.size();
    }
}
