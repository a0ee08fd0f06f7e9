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
import java.util.stream.Stream;
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
        if (!media) {
            return new Verdict.Refused(
                    RequestResponse.Reason.UNSUPPORTED_TYPE, "This kind of track is not forwarded here.");
        }
        if (wish.getCid().isBlank() || tooLong(wish)) {
            return new Verdict.Refused(RequestResponse.Reason.INVALID_NAME, "The track has no usable client id.");
        }
        Optional<OwnTrack> known = byCid(wish.getCid()).map(OwnCodec::track);
        if (known.isPresent()) {
            return new Verdict.Added(known.get());
        }
        if (!wish.getSid().isEmpty()) {
            return addBackup(wish);
        }
        if (bySid.size() >= limit) {
            return new Verdict.Refused(
                    RequestResponse.Reason.LIMIT_EXCEEDED, "At most " + limit + " tracks may be published.");
        }
        OwnTrack track = new OwnTrack(wish);
        bySid.put(track.sid(), track);
        return new Verdict.Added(track);
    }

    /** The track that is there already, in the codec that its announcement named as the second. */
    private Verdict addBackup(AddTrackRequest wish) {
        OwnTrack track = bySid.get(wish.getSid());
        if (track == null) {
            return new Verdict.Refused(RequestResponse.Reason.NOT_FOUND, "There is no such track of yours.");
        }
        return track.addBackup(wish)
                ? new Verdict.Added(track)
                : new Verdict.Refused(
                        RequestResponse.Reason.UNSUPPORTED_TYPE, "The track was not announced in this codec as well.");
    }

    /** What a section carries: what is bound to it, else what is announced under the client id that the msid names. */
    Optional<OwnCodec> of(MediaSection section) {
        Msid msid = section.msid();
        Optional<OwnCodec> named = msid == null ? Optional.empty() : byCid(msid.track());
        return named.or(() -> codecs().filter(codec -> codec.mid().equals(section.mid()))
                        .findFirst())
                .filter(codec -> (codec.track().kind() == MediaKind.AUDIO) == (section.kind() == Kind.AUDIO));
    }

    Optional<OwnTrack> find(String sid) {
        return Optional.ofNullable(bySid.get(sid));
    }

    /** False when it was not there. */
    boolean remove(OwnTrack track) {
        return bySid.remove(track.sid()) != null;
    }

    Collection<OwnTrack> all() {
        return List.copyOf(bySid.values());
    }

    static String sourceName(int source) {
        TrackSource known = TrackSource.forNumber(source);
        return known == null ? "unknown" : known.name().toLowerCase(Locale.ROOT);
    }

    private Stream<OwnCodec> codecs() {
        return bySid.values().stream().flatMap(track -> track.codecs().stream());
    }

    private Optional<OwnCodec> byCid(String cid) {
        return codecs().filter(codec -> codec.cid().equals(cid)).findFirst();
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
