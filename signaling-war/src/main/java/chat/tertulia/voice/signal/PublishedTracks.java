package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.voice.sdp.SessionDescription.Kind;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import chat.tertulia.voice.sdp.SessionDescription.Msid;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.RequestResponse;

/**
 * What one participant publishes, from the announcement on.
 *
 * <p>Owned by: its participant.
 */
final class PublishedTracks {
    private static final int MAX_TEXT = 256;

    private final Map<String, OwnTrack> bySid = new LinkedHashMap<>();
    private final int limit;

    PublishedTracks(int limit) {
        this.limit = limit;
    }

    sealed interface Verdict {
        record Added(OwnTrack track) implements Verdict {}

        record Refused(RequestResponse.Reason reason, String message) implements Verdict {}
    }

    /** The same client id again is the same track. */
    Verdict add(AddTrackRequest wish, Rights rights) {
        if (!rights.mayPublish(sourceName(wish.getSourceValue()))) {
            return new Verdict.Refused(RequestResponse.Reason.NOT_ALLOWED, "This may not be published here.");
        }
        boolean media = wish.getTypeValue() == TrackType.AUDIO_VALUE || wish.getTypeValue() == TrackType.VIDEO_VALUE;
        if (!media || !wish.getSid().isEmpty()) {
            return new Verdict.Refused(
                    RequestResponse.Reason.UNSUPPORTED_TYPE, "This kind of track is not forwarded here.");
        }
        if (wish.getCid().isBlank() || tooLong(wish)) {
            return new Verdict.Refused(RequestResponse.Reason.INVALID_NAME, "The track has no usable client id.");
        }
        Optional<OwnTrack> known = byCid(wish.getCid());
        if (known.isPresent()) {
            return new Verdict.Added(known.get());
        }
        if (bySid.size() >= limit) {
            return new Verdict.Refused(
                    RequestResponse.Reason.LIMIT_EXCEEDED, "At most " + limit + " tracks may be published.");
        }
        OwnTrack track = new OwnTrack(wish);
        bySid.put(track.sid(), track);
        return new Verdict.Added(track);
    }

    /** The track of a section: the one bound to it, else the announced one whose client id the msid names. */
    Optional<OwnTrack> of(MediaSection section) {
        Msid msid = section.msid();
        Optional<OwnTrack> named = msid == null ? Optional.empty() : byCid(msid.track());
        return named.or(() -> bySid.values().stream()
                        .filter(track -> track.mid().equals(section.mid()))
                        .findFirst())
                .filter(track -> (track.kind() == MediaKind.AUDIO) == (section.kind() == Kind.AUDIO));
    }

    Optional<OwnTrack> find(String sid) {
        return Optional.ofNullable(bySid.get(sid));
    }

    void remove(OwnTrack track) {
        bySid.remove(track.sid());
    }

    Collection<OwnTrack> all() {
        return List.copyOf(bySid.values());
    }

    static String sourceName(int source) {
        TrackSource known = TrackSource.forNumber(source);
        return known == null ? "unknown" : known.name().toLowerCase(Locale.ROOT);
    }

    private Optional<OwnTrack> byCid(String cid) {
        return bySid.values().stream().filter(track -> track.cid().equals(cid)).findFirst();
    }

    private static boolean tooLong(AddTrackRequest wish) {
        return wish.getCid().length() > MAX_TEXT
                || wish.getName().length() > MAX_TEXT
                || wish.getStream().length() > MAX_TEXT
                || wish.getLayersCount() > 16
                || wish.getAudioFeaturesCount() > 32
                || wish.getSimulcastCodecsCount() > 8;
    }
}
