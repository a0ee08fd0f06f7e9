package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.voice.sdp.CodecChoice;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.SimulcastCodecInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitRtc.AddTrackRequest;

/**
 * A track that its owner publishes or has announced. From its first offer on it is bound to one section.
 *
 * <p>Owned by: its participant.
 */
@SuppressWarnings("deprecation") // SDKs of some age write and read only the older fields of these messages
final class OwnTrack {
    private static final int MAX_LAYERS = 3;

    private final String sid = Sids.track();
    private final AddTrackRequest wish;
    private boolean muted;
    private String mid = "";
    private List<Format> formats = List.of();
    private List<String> rids = List.of();

    OwnTrack(AddTrackRequest wish) {
        this.wish = wish;
        this.muted = wish.getMuted();
    }

    String sid() {
        return sid;
    }

    String cid() {
        return wish.getCid();
    }

    String mid() {
        return mid;
    }

    boolean bound() {
        return !mid.isEmpty();
    }

    void muted(boolean now) {
        muted = now;
    }

    MediaKind kind() {
        return wish.getTypeValue() == TrackType.AUDIO_VALUE ? MediaKind.AUDIO : MediaKind.VIDEO;
    }

    /** Takes the section; false when it offers no codec that we forward. */
    boolean bind(MediaSection section) {
        List<Format> chosen = CodecChoice.of(section, bound() ? codec() : wishedCodec());
        if (chosen.isEmpty()) {
            return false;
        }
        mid = section.mid();
        rids = section.sendRids().stream().limit(MAX_LAYERS).toList();
        formats = kind() == MediaKind.AUDIO ? sound(section, chosen) : chosen;
        return true;
    }

    private List<Format> sound(MediaSection section, List<Format> chosen) {
        List<Format> opus = CodecChoice.opus(chosen, stereo(), discontinuous());
        return wish.getDisableRed() ? opus : CodecChoice.redundant(section, opus, true);
    }

    private boolean redundant() {
        return formats.stream().anyMatch(format -> format.name().equals(CodecChoice.REDUNDANT));
    }

    void unbind() {
        mid = "";
    }

    List<Format> formats() {
        return formats;
    }

    ReceiveSection section(MediaSection offered) {
        return new ReceiveSection(
                mid, sid, kind(), NodeTransport.codecs(formats), nodeLayers(), offered.ssrcs(), source());
    }

    private String source() {
        return PublishedTracks.sourceName(wish.getSourceValue());
    }

    Publication publication(String publisherSid, String identity) {
        return new Publication(sid, publisherSid, identity, kind(), codec(), layers(), info());
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
                .setSimulcast(rids.size() > 1)
                .setDisableDtx(!discontinuous())
                .setStereo(stereo())
                .setDisableRed(!redundant())
                .setStream(wish.getStream())
                .setEncryptionValue(wish.getEncryptionValue())
                .setMid(mid)
                .addAllAudioFeaturesValue(wish.getAudioFeaturesValueList())
                .addAllLayers(layers());
        String mime = mime();
        return info.setMimeType(mime)
                .addCodecs(SimulcastCodecInfo.newBuilder()
                        .setMimeType(mime)
                        .setMid(mid)
                        .setCid(wish.getCid())
                        .addAllLayers(layers()))
                .build();
    }

    private String mime() {
        return kind() == MediaKind.AUDIO
                ? "audio/opus"
                : "video/" + (bound() ? codec() : wishedCodec()).toUpperCase(Locale.ROOT);
    }

    private String codec() {
        return formats.stream()
                .map(Format::name)
                .filter(name -> !name.equals(CodecChoice.REDUNDANT))
                .findFirst()
                .orElse("");
    }

    /** The first of LiveKit's simulcast codecs is the one wanted; the others are backups. */
    private String wishedCodec() {
        String codec = wish.getSimulcastCodecsCount() == 0
                ? ""
                : wish.getSimulcastCodecs(0).getCodec();
        String name = codec.toLowerCase(Locale.ROOT).replace("video/", "");
        return CodecChoice.VIDEO.contains(name) ? name : CodecChoice.VIDEO.getFirst();
    }

    private boolean stereo() {
        return wish.getStereo() || wish.getAudioFeaturesValueList().contains(AudioTrackFeature.TF_STEREO_VALUE);
    }

    private boolean discontinuous() {
        return !wish.getDisableDtx() && !wish.getAudioFeaturesValueList().contains(AudioTrackFeature.TF_NO_DTX_VALUE);
    }

    /** In the order of quality, which is the order of the rids; VP9 and AV1 come the other way round. */
    private List<VideoLayer> layers() {
        List<VideoLayer> told = wish.getLayersCount() == 0 && wish.getSimulcastCodecsCount() > 0
                ? wish.getSimulcastCodecs(0).getLayersList()
                : wish.getLayersList();
        return told.stream()
                .sorted(Comparator.comparingInt(VideoLayer::getQualityValue))
                .limit(MAX_LAYERS)
                .toList();
    }

    /** With rids one layer each; without, the sizes of the spatial layers of the one encoding, or nothing said at all. */
    private List<Layer> nodeLayers() {
        if (kind() == MediaKind.AUDIO) {
            return List.of();
        }
        List<VideoLayer> told = layers();
        List<Layer> layers = new ArrayList<>();
        if (rids.isEmpty()) {
            told.forEach(layer -> layers.add(new Layer("", layer.getWidth(), layer.getHeight())));
            return layers.isEmpty() ? List.of(new Layer("", wish.getWidth(), wish.getHeight())) : layers;
        }
        for (int i = 0; i < rids.size(); i++) {
            boolean known = i < told.size();
            layers.add(new Layer(
                    rids.get(i),
                    known ? told.get(i).getWidth() : 0,
                    known ? told.get(i).getHeight() : 0));
        }
        return layers;
    }
}
