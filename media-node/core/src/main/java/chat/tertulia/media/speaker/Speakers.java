package chat.tertulia.media.speaker;

import chat.tertulia.control.NodeEvent.Speaker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Activity of all audio tracks of a room, told as changes. Owned by: one room. */
public final class Speakers {
    public static final long INTERVAL_NS = 100_000_000;

    private final Map<String, AudioActivity> activities = new HashMap<>();
    private final LoudestTracks loudest;
    private final List<Speaker> gone = new ArrayList<>();

    /** @param audible how many microphones are forwarded at most */
    public Speakers(int audible) {
        loudest = new LoudestTracks(audible);
    }

    public AudioActivity join(String trackId) {
        return activities.computeIfAbsent(trackId, id -> new AudioActivity());
    }

    /**
     * A packet with this level came.
     *
     * @param competes false for sound that is forwarded in any case, as that of a shared screen
     */
    public void heard(AudioActivity activity, boolean competes, int level, long nowNs) {
        came(activity);
        activity.heard(level, nowNs);
        if (competes) {
            activity.rank();
            loudest.consider(activity, level, nowNs);
        }
    }

    /** A packet came, maybe without a level. */
    public void came(AudioActivity activity) {
        if (activity.know()) {
            loudest.came();
        }
    }

    public void leave(String trackId) {
        silence(trackId);
        activities.remove(trackId);
    }

    public void silence(String trackId) {
        AudioActivity activity = activities.get(trackId);
        if (activity == null) {
            return;
        }
        loudest.release(activity);
        if (activity.silence()) {
            gone.add(new Speaker(trackId, 0, false));
        }
    }

    /** Whether other microphones than before may be forwarded. */
    public boolean takeChosen() {
        return loudest.takeChanged();
    }

    /** Those of which something else holds than at the last call. */
    public void tellChosen(BiConsumer<String, Boolean> teller) {
        activities.forEach((track, activity) -> {
            if (activity.news()) {
                teller.accept(track, activity.selected());
            }
        });
    }

    /** Of all of which something was ever heard. */
    public void tellAllChosen(BiConsumer<String, Boolean> teller) {
        activities.forEach((track, activity) -> {
            if (activity.known()) {
                teller.accept(track, activity.selected());
            }
        });
    }

    public boolean watching() {
        return !activities.isEmpty() || !gone.isEmpty();
    }

    /** What changed since the last call, loudest first. Allocates only when something did. */
    public List<Speaker> changes(long nowNs) {
        List<Speaker> changes = gone.isEmpty() ? List.of() : new ArrayList<>(gone);
        gone.clear();
        for (Map.Entry<String, AudioActivity> entry : activities.entrySet()) {
            AudioActivity activity = entry.getValue();
            if (activity.changed(nowNs)) {
                changes = changes.isEmpty() ? new ArrayList<>() : changes;
                changes.add(new Speaker(entry.getKey(), activity.level(), activity.active()));
            }
        }
        if (changes.size() > 1) {
            changes.sort(Comparator.comparingDouble(Speaker::level).reversed());
        }
        return changes;
    }
}
