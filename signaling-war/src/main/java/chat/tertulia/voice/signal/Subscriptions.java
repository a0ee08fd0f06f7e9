package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitRtc.UpdateTrackSettings;

/**
 * What one participant could get and what it wants of that.
 *
 * <p>Owned by: its participant.
 */
final class Subscriptions {
    private final Sids.Ssrcs ssrcs;
    private final boolean allowed;
    private final boolean automatic;
    private boolean mayPause = true;
    private final Map<String, Publication> available = new LinkedHashMap<>();
    private final Map<String, Subscription> wanted = new LinkedHashMap<>();
    /** Wishes for tracks that are not there yet: a resuming client may be ahead of us. */
    private final Set<String> declined = new HashSet<>();

    /** @param allowed whether the participant may get anything at all */
    Subscriptions(Sids.Ssrcs ssrcs, boolean allowed, boolean automatic) {
        this.ssrcs = ssrcs;
        this.allowed = allowed;
        this.automatic = automatic;
    }

    /** The client does not want pictures held back when bandwidth is short. */
    void keepAll() {
        mayPause = false;
    }

    void available(Publication publication) {
        available.put(publication.sid(), publication);
        if (automatic && !declined.contains(publication.sid())) {
            want(publication.sid());
        }
    }

    /** The ended subscription, if there was one. */
    Optional<Subscription> gone(String trackSid) {
        available.remove(trackSid);
        declined.remove(trackSid);
        return unwant(trackSid);
    }

    /** False when that is not to be had. */
    boolean want(String trackSid) {
        declined.remove(trackSid);
        Publication publication = available.get(trackSid);
        if (!allowed || publication == null) {
            return false;
        }
        wanted.computeIfAbsent(trackSid, _ -> new Subscription(publication, ssrcs, mayPause));
        return true;
    }

    Optional<Subscription> decline(String trackSid) {
        if (available.containsKey(trackSid)) {
            declined.add(trackSid);
        }
        return unwant(trackSid);
    }

    Optional<Subscription> settings(String trackSid, UpdateTrackSettings settings) {
        Subscription subscription = wanted.get(trackSid);
        if (subscription != null) {
            subscription.settings(settings);
        }
        return Optional.ofNullable(subscription);
    }

    List<Subscription> waiting(MediaKind kind) {
        return wanted.values().stream()
                .filter(subscription -> subscription.kind() == kind && subscription.waiting())
                .toList();
    }

    Collection<Subscription> all() {
        return List.copyOf(wanted.values());
    }

    private Optional<Subscription> unwant(String trackSid) {
        Subscription subscription = wanted.remove(trackSid);
        if (subscription != null) {
            subscription.end(ssrcs);
        }
        return Optional.ofNullable(subscription);
    }
}
