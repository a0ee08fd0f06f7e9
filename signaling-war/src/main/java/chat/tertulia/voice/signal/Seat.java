package chat.tertulia.voice.signal;

import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.TrackSource;

/**
 * One participant as its room knows it. Each change of its info has a higher version, or clients would drop it.
 *
 * <p>Owned by: the room.
 */
final class Seat {
    private final Participant participant;
    private final VoiceGrant grant;
    private final Instant joined;
    /** Bound to a section, whether media has come or not. */
    private final Map<String, Publication> announced = new LinkedHashMap<>();

    private final Map<String, Publication> visible = new LinkedHashMap<>();
    /** Of tracks in more than one codec. */
    private final Map<String, CodecDemand> demands = new HashMap<>();

    private String name;
    private String metadata;
    private final Map<String, String> attributes;
    private ConnectionQuality quality = ConnectionQuality.EXCELLENT;
    private TrackPermissions permissions = TrackPermissions.ALL;
    private final DataTracks dataTracks = new DataTracks();
    private int version = 1;

    Seat(Participant participant, Instant joined) {
        this.participant = participant;
        this.grant = participant.grant();
        this.joined = joined;
        this.name = grant.name();
        this.metadata = grant.metadata();
        this.attributes = new HashMap<>(grant.attributes());
    }

    Participant participant() {
        return participant;
    }

    boolean hidden() {
        return grant.rights().hidden();
    }

    void announce(Publication publication) {
        announced.put(publication.sid(), publication);
        if (publication.codecs().size() > 1) {
            demands.computeIfAbsent(publication.sid(), _ -> new CodecDemand(publication));
        }
        if (visible.replace(publication.sid(), publication) != null) {
            version++;
        }
    }

    /** The publication that has now begun, or null when it is unknown or was visible before. */
    @org.jspecify.annotations.Nullable
    Publication started(String trackSid) {
        Publication publication = announced.get(trackSid);
        if (publication == null || visible.putIfAbsent(trackSid, publication) != null) {
            return null;
        }
        version++;
        return publication;
    }

    boolean withdraw(String trackSid) {
        announced.remove(trackSid);
        demands.remove(trackSid);
        boolean was = visible.remove(trackSid) != null;
        version += was ? 1 : 0;
        return was;
    }

    boolean mute(String trackSid, boolean muted) {
        Publication publication = announced.get(trackSid);
        if (publication == null || publication.info().getMuted() == muted) {
            return false;
        }
        announced.put(trackSid, publication.withMuted(muted));
        if (visible.replace(trackSid, publication.withMuted(muted)) == null) {
            return false;
        }
        version++;
        return true;
    }

    void describe(String newName, String newMetadata, Map<String, String> changed) {
        name = newName.isEmpty() ? name : newName;
        metadata = newMetadata.isEmpty() ? metadata : newMetadata;
        changed.forEach((key, value) -> {
            if (value.isEmpty()) {
                attributes.remove(key);
            } else {
                attributes.put(key, value);
            }
        });
        version++;
    }

    /** True when it differs from before. */
    boolean quality(ConnectionQuality now) {
        boolean changed = quality != now;
        quality = now;
        return changed;
    }

    /** By track, of those in more than one codec. */
    Map<String, CodecDemand> demands() {
        return demands;
    }

    DataTracks dataTracks() {
        return dataTracks;
    }

    /** The one place that says who may have a track of this one. */
    boolean lets(Participant receiver, String trackSid) {
        return permissions.allow(receiver.identity(), trackSid);
    }

    TrackPermissions permissions() {
        return permissions;
    }

    void permit(TrackPermissions now) {
        permissions = now;
    }

    boolean owns(String trackSid) {
        return announced.containsKey(trackSid);
    }

    List<Publication> announced() {
        return List.copyOf(announced.values());
    }

    List<Publication> visible() {
        return new ArrayList<>(visible.values());
    }

    VoicePresence presence(String room) {
        return new VoicePresence.Present(
                room,
                participant.identity(),
                sends(TrackSource.MICROPHONE_VALUE),
                sends(TrackSource.CAMERA_VALUE),
                sends(TrackSource.SCREEN_SHARE_VALUE));
    }

    ParticipantInfo info(ParticipantInfo.State state) {
        ParticipantInfo.Builder info = ParticipantInfo.newBuilder()
                .setSid(participant.sid())
                .setIdentity(participant.identity())
                .setName(name)
                .setMetadata(metadata)
                .putAllAttributes(attributes)
                .setState(state)
                .setJoinedAt(joined.getEpochSecond())
                .setJoinedAtMs(joined.toEpochMilli())
                .setVersion(version)
                .setIsPublisher(!visible.isEmpty())
                .setPermission(permission(grant.rights()));
        visible.values().forEach(publication -> info.addTracks(publication.info()));
        info.addAllDataTracks(dataTracks.published());
        return info.build();
    }

    /** Something of it is another thing now. */
    void changed() {
        version++;
    }

    private boolean sends(int source) {
        return visible.values().stream()
                .anyMatch(publication -> publication.info().getSourceValue() == source
                        && !publication.info().getMuted());
    }

    private static ParticipantPermission permission(Rights rights) {
        ParticipantPermission.Builder permission = ParticipantPermission.newBuilder()
                .setCanPublish(rights.publish())
                .setCanSubscribe(rights.subscribe())
                .setCanPublishData(rights.publishData())
                .setCanUpdateMetadata(rights.updateOwnMetadata())
                .setHidden(rights.hidden());
        for (TrackSource source : TrackSource.values()) {
            if (source != TrackSource.UNRECOGNIZED
                    && rights.publishSources().contains(PublishedTracks.sourceName(source.getNumber()))) {
                permission.addCanPublishSources(source);
            }
        }
        return permission.build();
    }
}
