package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitRtc.UpdateTrackSettings;

/**
 * What one participant could get and what it wants of that. A wish outlives the permission: who may have a track again gets it
 * again, as it was wanted.
 *
 * <p>Owned by: its participant.
 */
final class Subscriptions {
    private final Sids.Ssrcs ssrcs;
    private final boolean allowed;
    private final boolean automatic;
    private boolean mayPause = true;
    private final Map<String, Publication> available = new LinkedHashMap<>();
    /** Of those, what their publishers have ever kept from us, and whether we may have it now. */
    private final Map<String, Boolean> permissions = new HashMap<>();

    private final Map<String, Subscription> wanted = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> declined = new HashSet<>();
    /** Of what was taken from us. */
    private final Map<String, UpdateTrackSettings> suspended = new HashMap<>();

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

    /** @param permitted by its publisher */
    void available(Publication publication, boolean permitted) {
        available.put(publication.sid(), publication);
        permit(publication.sid(), permitted);
    }

    /** The subscription that ends by it, if there was one. */
    Optional<Subscription> permit(String trackSid, boolean permitted) {
        if (!available.containsKey(trackSid)) {
            return Optional.empty();
        }
        if (permitted) {
            permissions.replace(trackSid, true);
            boolean wish = asked.contains(trackSid) || (automatic && !declined.contains(trackSid));
            if (wish) {
                want(trackSid);
            }
            return Optional.empty();
        }
        permissions.put(trackSid, false);
        Optional<Subscription> ended = unwant(trackSid);
        ended.flatMap(Subscription::settings).ifPresent(settings -> suspended.put(trackSid, settings));
        return ended;
    }

    boolean forbidden(String trackSid) {
        return !permissions.getOrDefault(trackSid, true);
    }

    /** What was ever kept from us, and whether we may have it now. */
    Map<Publication, Boolean> everForbidden() {
        Map<Publication, Boolean> known = new LinkedHashMap<>();
        available.forEach((trackSid, publication) -> {
            Boolean permitted = permissions.get(trackSid);
            if (permitted != null) {
                known.put(publication, permitted);
            }
        });
        return known;
    }

    Optional<Publication> publication(String trackSid) {
        return Optional.ofNullable(available.get(trackSid));
    }

    /** The ended subscription, if there was one. */
    Optional<Subscription> gone(String trackSid) {
        available.remove(trackSid);
        permissions.remove(trackSid);
        forget(trackSid);
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
        asked.add(trackSid);
        if (forbidden(trackSid)) {
            return false;
        }
        wanted.computeIfAbsent(trackSid, _ -> subscription(publication));
        return true;
    }

    private Subscription subscription(Publication publication) {
        Subscription subscription = new Subscription(publication, ssrcs, mayPause);
        UpdateTrackSettings before = suspended.remove(publication.sid());
        if (before != null) {
            subscription.settings(before);
        }
        return subscription;
    }

    Optional<Subscription> decline(String trackSid) {
        forget(trackSid);
        if (available.containsKey(trackSid)) {
            declined.add(trackSid);
        }
        return unwant(trackSid);
    }

    private void forget(String trackSid) {
        asked.remove(trackSid);
        suspended.remove(trackSid);
    }

    Optional<Subscription> settings(String trackSid, UpdateTrackSettings settings) {
        Subscription subscription = wanted.get(trackSid);
        if (subscription != null) {
            subscription.settings(settings);
        } else if (forbidden(trackSid)) {
            suspended.put(trackSid, settings);
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
