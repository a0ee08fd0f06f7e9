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
import livekit.LivekitModels.SimulcastCodecInfo;
import livekit.LivekitModels.VideoLayer;

/**
 * One of the codecs in which a track is published. From its first offer on it is bound to one section.
 *
 * <p>Owned by: its participant.
 */
final class OwnCodec {
    private static final int MAX_LAYERS = 3;

    private final OwnTrack track;
    private final String cid;
    private final String wished;
    private final List<VideoLayer> layers;
    private String mid = "";
    private List<Format> formats = List.of();
    private List<String> rids = List.of();

    /** @param wished encoding name; a backup takes no other */
    OwnCodec(OwnTrack track, String cid, String wished, List<VideoLayer> layers) {
        this.track = track;
        this.cid = cid;
        this.wished = wished;
        // In the order of quality, which is the order of the rids; VP9 and AV1 come the other way round.
        this.layers = layers.stream()
                .sorted(Comparator.comparingInt(VideoLayer::getQualityValue))
                .limit(MAX_LAYERS)
                .toList();
    }

    OwnTrack track() {
        return track;
    }

    String cid() {
        return cid;
    }

    String mid() {
        return mid;
    }

    boolean bound() {
        return !mid.isEmpty();
    }

    boolean simulcast() {
        return rids.size() > 1;
    }

    List<Format> formats() {
        return formats;
    }

    List<VideoLayer> layers() {
        return layers;
    }

    /** Takes the section; false when it offers no codec that we forward. */
    boolean bind(MediaSection section) {
        List<Format> chosen = track.isBackup(this)
                ? CodecChoice.exactly(section, wished)
                : CodecChoice.of(section, bound() ? name() : wished);
        if (chosen.isEmpty()) {
            return false;
        }
        mid = section.mid();
        rids = section.sendRids().stream().limit(MAX_LAYERS).toList();
        formats = track.kind() == MediaKind.AUDIO ? track.sound(section, chosen) : chosen;
        return true;
    }

    void unbind() {
        mid = "";
    }

    /** Encoding name in lower case: what the section has, before that what is wished. */
    String name() {
        return formats.stream()
                .map(Format::name)
                .filter(name -> !name.equals(CodecChoice.REDUNDANT))
                .findFirst()
                .orElse(wished);
    }

    String mime() {
        return track.kind() == MediaKind.AUDIO
                ? "audio/opus"
                : "video/" + (bound() ? name() : wished).toUpperCase(Locale.ROOT);
    }

    SimulcastCodecInfo info() {
        return SimulcastCodecInfo.newBuilder()
                .setMimeType(mime())
                .setMid(mid)
                .setCid(cid)
                .addAllLayers(layers)
                .build();
    }

    ReceiveSection section(MediaSection offered) {
        return new ReceiveSection(
                mid,
                track.sid(),
                track.kind(),
                NodeTransport.codecs(formats),
                nodeLayers(),
                offered.ssrcs(),
                track.source());
    }

    /** With rids one layer each; without, the sizes of the spatial layers of the one encoding, or nothing said at all. */
    private List<Layer> nodeLayers() {
        if (track.kind() == MediaKind.AUDIO) {
            return List.of();
        }
        List<Layer> known = new ArrayList<>();
        if (rids.isEmpty()) {
            layers.forEach(layer -> known.add(new Layer("", layer.getWidth(), layer.getHeight())));
            return known.isEmpty() ? List.of(track.wholePicture()) : known;
        }
        for (int i = 0; i < rids.size(); i++) {
            boolean told = i < layers.size();
            known.add(new Layer(
                    rids.get(i),
                    told ? layers.get(i).getWidth() : 0,
                    told ? layers.get(i).getHeight() : 0));
        }
        return known;
    }
}
