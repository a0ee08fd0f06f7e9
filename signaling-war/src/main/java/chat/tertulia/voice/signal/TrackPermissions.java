package chat.tertulia.voice.signal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.TrackPermission;

/**
 * Whom a publisher lets have which of its tracks (LiveKit's SubscriptionPermission). Immutable; kept by identity, so that who
 * comes back under another sid has what was given before.
 *
 * @param everybody all tracks for all; the rest says nothing then
 * @param whole identities that may have every track, also later ones
 * @param single track sids by identity
 */
record TrackPermissions(boolean everybody, Set<String> whole, Map<String, Set<String>> single) {
    static final TrackPermissions ALL = new TrackPermissions(true, Set.of(), Map.of());

    /** Names of participants and tracks that one message may list. */
    static final int MOST_NAMES = 2_000;

    private static final int LONGEST_NAME = 256;

    TrackPermissions {
        whole = Set.copyOf(whole);
        single = Map.copyOf(single);
    }

    /** Not more than we keep. */
    static boolean bounded(SubscriptionPermission wish) {
        int names = wish.getTrackPermissionsCount();
        for (TrackPermission entry : wish.getTrackPermissionsList()) {
            names += entry.getTrackSidsCount();
            boolean tooLong = entry.getParticipantSid().length() > LONGEST_NAME
                    || entry.getParticipantIdentity().length() > LONGEST_NAME
                    || entry.getTrackSidsList().stream().anyMatch(sid -> sid.length() > LONGEST_NAME);
            if (tooLong || names > MOST_NAMES) {
                return false;
            }
        }
        return true;
    }

    /**
     * Entries for nobody that can be told, and those whose sid and identity are two people's, give nothing.
     *
     * @param identityOf of a participant's sid
     */
    static TrackPermissions of(SubscriptionPermission wish, Function<String, Optional<String>> identityOf) {
        if (wish.getAllParticipants()) {
            return ALL;
        }
        Set<String> whole = new HashSet<>();
        Map<String, Set<String>> single = new HashMap<>();
        for (TrackPermission entry : wish.getTrackPermissionsList()) {
            identity(entry, identityOf).ifPresent(identity -> {
                if (entry.getAllTracks()) {
                    whole.add(identity);
                } else {
                    single.computeIfAbsent(identity, _ -> new HashSet<>()).addAll(entry.getTrackSidsList());
                }
            });
        }
        return new TrackPermissions(false, whole, single);
    }

    private static Optional<String> identity(TrackPermission entry, Function<String, Optional<String>> identityOf) {
        Optional<String> bySid =
                entry.getParticipantSid().isEmpty() ? Optional.empty() : identityOf.apply(entry.getParticipantSid());
        String named = entry.getParticipantIdentity();
        if (named.isEmpty()) {
            return bySid;
        }
        return bySid.isEmpty() || bySid.get().equals(named) ? Optional.of(named) : Optional.empty();
    }

    boolean allow(String identity, String trackSid) {
        return everybody
                || whole.contains(identity)
                || single.getOrDefault(identity, Set.of()).contains(trackSid);
    }

    /** Of these tracks, the ones that this identity has by one of the two and not by the other. */
    List<Publication> changed(TrackPermissions before, String identity, List<Publication> publications) {
        return publications.stream()
                .filter(publication -> allow(identity, publication.sid()) != before.allow(identity, publication.sid()))
                .toList();
    }
}
