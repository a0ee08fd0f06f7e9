package chat.tertulia.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.media.layer.LiveLayers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One section on which a peer sends. Keeps what was learned of its SSRCs while only its track or codecs change. */
final class Section {
    private final String mid;
    private final byte[] midBytes;
    private final MediaKind kind;
    private final byte[][] rids;
    private final Source.@Nullable Stream[] streams;
    private ReceivePayloads payloads;
    private boolean competes;
    private List<Integer> ssrcs;
    private final LiveLayers live;
    private @Nullable Track track;

    Section(ReceiveSection description) {
        mid = description.mid();
        midBytes = mid.getBytes(UTF_8);
        kind = description.kind();
        rids = rids(description);
        streams = new Source.@Nullable Stream[rids.length];
        live = new LiveLayers(rids.length);
        payloads = new ReceivePayloads(description.codecs());
        ssrcs = ssrcs(description);
        competes = !ReceiveSection.SCREEN_SHARE_AUDIO.equals(description.source());
    }

    private static byte[][] rids(ReceiveSection description) {
        List<Layer> layers = description.layers();
        byte[][] rids = new byte[encodings(description)][];
        for (int i = 0; i < rids.length; i++) {
            rids[i] = i < layers.size() ? layers.get(i).rid().getBytes(UTF_8) : new byte[0];
        }
        return rids;
    }

    /** Layers without rids are spatial layers of one encoding, unless the SDP names an SSRC for each. */
    private static int encodings(ReceiveSection description) {
        List<Layer> layers = description.layers();
        boolean apart = !layers.isEmpty()
                && (!layers.getFirst().rid().isEmpty() || description.ssrcs().size() >= layers.size());
        return apart ? layers.size() : 1;
    }

    private static List<Integer> ssrcs(ReceiveSection description) {
        return description.ssrcs().stream().map(Long::intValue).toList();
    }

    /** The same section in another state, or another section that took its mid. */
    boolean continuedBy(ReceiveSection description) {
        return kind == description.kind() && Arrays.deepEquals(rids, rids(description));
    }

    void update(ReceiveSection description) {
        payloads = new ReceivePayloads(description.codecs());
        ssrcs = ssrcs(description);
        competes = !ReceiveSection.SCREEN_SHARE_AUDIO.equals(description.source());
    }

    /** Only the loudest of a room's sounds are forwarded; that of a shared screen always is. */
    boolean competes() {
        return competes;
    }

    String mid() {
        return mid;
    }

    MediaKind kind() {
        return kind;
    }

    ReceivePayloads payloads() {
        return payloads;
    }

    LiveLayers live() {
        return live;
    }

    /** How many encodings it has; spatial layers within one are not counted. */
    int layers() {
        return rids.length;
    }

    /** How many simulcast or spatial layers there are. */
    int spatials() {
        Source.Stream stream = streams[0];
        return layers() > 1 || stream == null ? layers() : stream.layers().top() + 1;
    }

    /** How many temporal layers that layer has; one when it is not there. */
    int temporals(int spatial) {
        Source.Stream stream = stream(layers() > 1 ? spatial : 0);
        return stream == null ? 1 : stream.layers().temporals();
    }

    /** Bit/s of all that a receiver of these layers gets, over about a second; 0 when they are not there. */
    long bitrate(int spatial, int temporal) {
        boolean simulcast = layers() > 1;
        Source.Stream stream = stream(simulcast ? spatial : 0);
        if (stream == null || !live.live(stream.layer())) {
            return 0;
        }
        return stream.layers().bitrate(simulcast ? 0 : spatial, temporal);
    }

    /** Its packets say which layer they are; one that does not say so cannot be placed yet. */
    boolean hasRids() {
        return rids[0].length > 0;
    }

    boolean isMid(byte[] bytes, int offset, int length) {
        return Arrays.equals(midBytes, 0, midBytes.length, bytes, offset, offset + length);
    }

    /** -1 for a rid that was not negotiated. */
    int layerOfRid(byte[] bytes, int offset, int length) {
        for (int layer = 0; layer < rids.length; layer++) {
            if (Arrays.equals(rids[layer], 0, rids[layer].length, bytes, offset, offset + length)) {
                return layer;
            }
        }
        return -1;
    }

    /**
     * Layer of an SSRC that the SDP named, or -1. Several come lowest first, in one of the two usual orders: all encodings
     * and then their repairs, or (one layer) the encoding and its repair.
     */
    int layerOfSsrc(int ssrc) {
        int index = ssrcs.indexOf(ssrc);
        return index < 0 ? -1 : index % rids.length;
    }

    boolean named(int ssrc) {
        return !ssrcs.isEmpty() && ssrcs.contains(ssrc);
    }

    boolean namesSsrcs() {
        return !ssrcs.isEmpty();
    }

    Source.@Nullable Stream stream(int layer) {
        return layer >= 0 && layer < streams.length ? streams[layer] : null;
    }

    void stream(int layer, Source.@Nullable Stream stream) {
        streams[layer] = stream;
    }

    Source.@Nullable Stream streamById(long id) {
        for (Source.Stream stream : streams) {
            if (stream != null && stream.id() == id) {
                return stream;
            }
        }
        return null;
    }

    @Nullable
    Track track() {
        return track;
    }

    void track(@Nullable Track carried) {
        track = carried;
    }

    /** Two sections of one list with the same mid cannot be told apart. */
    static boolean distinctMids(List<ReceiveSection> sections) {
        return Set.copyOf(sections.stream().map(ReceiveSection::mid).toList()).size() == sections.size();
    }
}
