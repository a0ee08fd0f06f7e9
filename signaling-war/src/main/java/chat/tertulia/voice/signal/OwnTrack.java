package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.voice.sdp.CodecChoice;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.SimulcastCodec;
import org.jspecify.annotations.Nullable;

/**
 * A track that its owner publishes or has announced: in one codec and, for who cannot decode that one, in a second.
 *
 * <p>Owned by: its participant.
 */
@SuppressWarnings("deprecation") // SDKs of some age write and read only the older fields of these messages
final class OwnTrack {
    private final String sid = Sids.track();
    private final AddTrackRequest wish;
    private final OwnCodec primary;
    private final String backupName;
    private @Nullable OwnCodec backup;
    private boolean muted;

    OwnTrack(AddTrackRequest wish) {
        this.wish = wish;
        this.muted = wish.getMuted();
        primary = new OwnCodec(this, wish.getCid(), wishedCodec(), layersOf(wish));
        backupName = wish.getSimulcastCodecsCount() < 2 ? "" : name(wish.getSimulcastCodecs(1));
        // Stock clients name its client id only when they are asked to send it.
        String backupCid =
                backupName.isEmpty() ? "" : wish.getSimulcastCodecs(1).getCid();
        if (!backupCid.isEmpty()) {
            backup = new OwnCodec(this, backupCid, backupName, layersOf(wish));
        }
    }

    String sid() {
        return sid;
    }

    /** Those that are published or announced, the better one first. */
    List<OwnCodec> codecs() {
        return backup == null ? List.of(primary) : List.of(primary, backup);
    }

    boolean isBackup(OwnCodec codec) {
        return codec.equals(backup);
    }

    /** False when the track has none by this name, or it is on a section already. */
    boolean addBackup(AddTrackRequest request) {
        boolean known = !backupName.isEmpty()
                && request.getSimulcastCodecsCount() > 0
                && name(request.getSimulcastCodecs(0)).equals(backupName)
                && !primary.name().equals(backupName);
        if (!known || (backup != null && backup.bound())) {
            return false;
        }
        backup = new OwnCodec(this, request.getCid(), backupName, layersOf(request));
        return true;
    }

    void dropBackup() {
        backup = null;
    }

    void muted(boolean now) {
        muted = now;
    }

    MediaKind kind() {
        return wish.getTypeValue() == TrackType.AUDIO_VALUE ? MediaKind.AUDIO : MediaKind.VIDEO;
    }

    List<Format> sound(MediaSection section, List<Format> chosen) {
        List<Format> opus = CodecChoice.opus(chosen, stereo(), discontinuous());
        return wish.getDisableRed() ? opus : CodecChoice.redundant(section, opus, true);
    }

    private boolean redundant() {
        return primary.formats().stream().anyMatch(format -> format.name().equals(CodecChoice.REDUNDANT));
    }

    String source() {
        return PublishedTracks.sourceName(wish.getSourceValue());
    }

    Layer wholePicture() {
        return new Layer("", wish.getWidth(), wish.getHeight());
    }

    Publication publication(String publisherSid, String identity) {
        return new Publication(sid, publisherSid, identity, kind(), codecNames(), primary.layers(), info());
    }

    /** Also the one that is sent only when somebody needs it. */
    private List<String> codecNames() {
        List<String> names = new ArrayList<>(List.of(primary.name()));
        if (!backupName.isEmpty() && !backupName.equals(primary.name())) {
            names.add(backupName);
        }
        return names;
    }

    TrackInfo info() {
        TrackInfo.Builder info = TrackInfo.newBuilder()
                .setSid(sid)
                .setTypeValue(wish.getTypeValue())
                .setSourceValue(wish.getSourceValue())
                .setName(wish.getName())
                .setMuted(muted)
                .setWidth(wish.getWidth())
                .setHeight(wish.getHeight())
                .setSimulcast(primary.simulcast())
                .setDisableDtx(!discontinuous())
                .setStereo(stereo())
                .setDisableRed(!redundant())
                .setStream(wish.getStream())
                .setEncryptionValue(wish.getEncryptionValue())
                .setMid(primary.mid())
                .addAllAudioFeaturesValue(wish.getAudioFeaturesValueList())
                .addAllLayers(primary.layers())
                .setMimeType(primary.mime());
        codecs().forEach(codec -> info.addCodecs(codec.info()));
        return info.build();
    }

    /** The first of LiveKit's simulcast codecs is the one wanted; the others are backups. */
    private String wishedCodec() {
        if (kind() == MediaKind.AUDIO) {
            return CodecChoice.AUDIO;
        }
        String name = wish.getSimulcastCodecsCount() == 0 ? "" : name(wish.getSimulcastCodecs(0));
        return name.isEmpty() ? CodecChoice.VIDEO.getFirst() : name;
    }

    /** Empty for what we do not forward. */
    private static String name(SimulcastCodec codec) {
        String name = codec.getCodec().toLowerCase(Locale.ROOT).replace("video/", "");
        return CodecChoice.VIDEO.contains(name) ? name : "";
    }

    private static List<VideoLayer> layersOf(AddTrackRequest request) {
        return request.getLayersCount() == 0 && request.getSimulcastCodecsCount() > 0
                ? request.getSimulcastCodecs(0).getLayersList()
                : request.getLayersList();
    }

    private boolean stereo() {
        return wish.getStereo() || wish.getAudioFeaturesValueList().contains(AudioTrackFeature.TF_STEREO_VALUE);
    }

    private boolean discontinuous() {
        return !wish.getDisableDtx() && !wish.getAudioFeaturesValueList().contains(AudioTrackFeature.TF_NO_DTX_VALUE);
    }
}
