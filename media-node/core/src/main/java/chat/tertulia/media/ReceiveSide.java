package chat.tertulia.media;

import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.SsrcTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transport receives: its sections, and what each SSRC turned out to be. */
final class ReceiveSide {
    /** While a stream is alive, another SSRC cannot take its place. */
    private static final long TAKEOVER_NS = 100_000_000;

    private final RoomState room;
    private final String participantId;
    private final int transport;
    private final int part;
    private final SsrcTable<Source> sources = new SsrcTable<>();
    private List<Section> sections = new ArrayList<>();
    private int[] kindsById = new int[256];
    private @Nullable ConfigureReceive description;

    /**
     * @param transport its handle in its part
     * @param part of the room, in which the peer is; what is sent to another one is only mirrored here
     */
    ReceiveSide(RoomState room, String participantId, int transport, int part) {
        this.room = room;
        this.participantId = participantId;
        this.transport = transport;
        this.part = part;
    }

    int[] kindsById() {
        return kindsById;
    }

    List<Section> sections() {
        return sections;
    }

    /** Null when it is not there any more. */
    Source.@Nullable Stream stream(RelayMessage.Place of) {
        Section section = of.section() < sections.size() ? sections.get(of.section()) : null;
        return section == null ? null : section.streamById(of.stream());
    }

    @Nullable
    Source source(int ssrc) {
        return sources.get(ssrc);
    }

    /** Null when it took effect, else why it is malformed. */
    @Nullable
    String configure(ConfigureReceive command, long nowNs) {
        if (!Section.distinctMids(command.sections())) {
            return "two sections share a mid";
        }
        for (ReceiveSection section : command.sections()) {
            if (!CodecMatch.valid(section.codecs())) {
                return "a codec without clock rate or with a payload type above 127";
            }
            if (publishedElsewhere(section.trackId())) {
                return "the track is published by another transport";
            }
        }
        description = command;
        kindsById = room.extensions().kindsById(command.extensions());
        List<Section> former = sections;
        List<Section> current = new ArrayList<>();
        for (ReceiveSection description : command.sections()) {
            current.add(continued(former, description));
        }
        sections = current;
        for (int i = 0; i < current.size(); i++) {
            current.get(i).at(part, transport, i);
        }
        for (Section gone : former) {
            if (!current.contains(gone)) {
                close(gone, nowNs);
            }
        }
        // Two passes, since a track may move to a section that comes before its old one.
        for (int i = 0; i < current.size(); i++) {
            letGo(current.get(i), command.sections().get(i).trackId(), nowNs);
        }
        for (int i = 0; i < current.size(); i++) {
            carry(current.get(i), command.sections().get(i).trackId(), nowNs);
        }
        return null;
    }

    private boolean publishedElsewhere(@Nullable String trackId) {
        Track track = trackId == null ? null : room.tracks().get(trackId);
        Section other = track == null ? null : track.section();
        return other != null && !mirrors() && !mirrored(other) && !sections.contains(other);
    }

    private boolean mirrors() {
        return part != room.border().part();
    }

    private boolean mirrored(Section section) {
        return section.part() != room.border().part();
    }

    /** As it is now, for a part of the room that begins; null when nothing was ever said. */
    @Nullable
    ConfigureReceive description() {
        ConfigureReceive told = description;
        if (told == null) {
            return null;
        }
        List<ReceiveSection> now = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            Track track = sections.get(i).track();
            now.add(carrying(told.sections().get(i), track == null ? null : track.id()));
        }
        return new ConfigureReceive(told.id(), told.roomId(), told.transportId(), told.extensions(), now);
    }

    static ReceiveSection carrying(ReceiveSection section, @Nullable String trackId) {
        return new ReceiveSection(
                section.mid(),
                trackId,
                section.kind(),
                section.codecs(),
                section.layers(),
                section.ssrcs(),
                section.source());
    }

    private static Section continued(List<Section> former, ReceiveSection description) {
        for (Section section : former) {
            if (section.mid().equals(description.mid()) && section.continuedBy(description)) {
                section.update(description);
                return section;
            }
        }
        return new Section(description);
    }

    private static void letGo(Section section, @Nullable String trackId, long nowNs) {
        Track carried = section.track();
        if (carried != null && !carried.id().equals(trackId)) {
            section.track(null);
            carried.unpublish(section, nowNs);
        }
    }

    private void carry(Section section, @Nullable String trackId, long nowNs) {
        if (trackId == null) {
            return;
        }
        Track track = room.tracks().computeIfAbsent(trackId, id -> new Track(id, room));
        Section other = track.section();
        if (other != null && !sections.contains(other)) {
            if (mirrors()) {
                return; // who publishes it here goes before
            }
            room.border().giveWay(trackId, nowNs);
            track = room.tracks().computeIfAbsent(trackId, id -> new Track(id, room));
        }
        int rank = 0;
        for (Section before : sections) {
            if (before == section) {
                break;
            }
            rank += before.track() == track ? 1 : 0;
        }
        section.track(track);
        track.publish(section, rank, participantId, nowNs);
    }

    /** What receivers want of the videos that come here. */
    void tellDemand(long nowNs) {
        for (int i = 0; i < sections.size(); i++) {
            Track track = sections.get(i).track();
            if (track != null) {
                track.tellDemand(nowNs);
            }
        }
    }

    /** Its sections go on without it, until they are configured with one again. */
    boolean closeTrack(String trackId, long nowNs) {
        boolean found = false;
        for (Section section : sections) {
            Track track = section.track();
            if (track != null && track.id().equals(trackId)) {
                section.track(null);
                track.unpublish(section, nowNs);
                found = true;
            }
        }
        return found;
    }

    void close(long nowNs) {
        sections.forEach(section -> close(section, nowNs));
        sections = new ArrayList<>();
        sources.clear();
    }

    private void close(Section section, long nowNs) {
        Track track = section.track();
        section.track(null);
        sources.removeIf(source -> source.section() == section);
        for (int layer = 0; layer < section.layers(); layer++) {
            Source.Stream stream = section.stream(layer);
            section.stream(layer, null);
            if (stream != null) {
                stream.cache().clear();
            }
        }
        if (track != null) {
            track.unpublish(section, nowNs);
        }
    }

    /**
     * Learns what an unknown SSRC is: by the SSRCs of the SDP, by mid and rid (RFC 8843 §9.2, RFC 8852), or by a payload
     * type that only one section has. Null when the packet does not tell; nothing is remembered then.
     */
    @Nullable
    Source learn(RtpView packet, HeaderFields fields, long nowNs) {
        Section section = sectionOf(packet, fields);
        ReceivePayloads.Payload payload =
                section == null ? null : section.payloads().get(packet.payloadType());
        if (section == null || payload == null) {
            return null;
        }
        int layer = layerOf(section, packet.ssrc(), fields, payload.isRepair());
        if (layer < 0) {
            return null;
        }
        Source source =
                payload.isRepair() ? openRepair(section, layer) : openStream(section, layer, packet.ssrc(), nowNs);
        if (source != null) {
            sources.put(packet.ssrc(), source);
        }
        return source;
    }

    private Source openRepair(Section section, int layer) {
        Source.Repair repair = new Source.Repair(section, layer);
        sources.removeIf(repair::equals);
        return repair;
    }

    /** At most two for each layer that was negotiated, however many SSRCs a peer sends. */
    int sourceCount() {
        return sources.size();
    }

    private @Nullable Section sectionOf(RtpView packet, HeaderFields fields) {
        for (Section section : sections) {
            boolean byMid = fields.has(Extensions.MID)
                    && section.isMid(fields.array(), fields.offset(Extensions.MID), fields.length(Extensions.MID));
            if (byMid || section.named(packet.ssrc())) {
                return section;
            }
        }
        return fields.has(Extensions.MID) ? null : sectionOfPayloadType(packet.payloadType());
    }

    private @Nullable Section sectionOfPayloadType(int payloadType) {
        Section only = null;
        for (Section section : sections) {
            if (section.payloads().get(payloadType) != null && !section.hasRids() && !section.namesSsrcs()) {
                if (only != null) {
                    return null;
                }
                only = section;
            }
        }
        return only;
    }

    private static int layerOf(Section section, int ssrc, HeaderFields fields, boolean repair) {
        int kind = repair ? Extensions.REPAIRED_RID : Extensions.RID;
        if (section.hasRids() && fields.has(kind)) {
            return section.layerOfRid(fields.array(), fields.offset(kind), fields.length(kind));
        }
        int named = section.layerOfSsrc(ssrc);
        return named >= 0 || section.hasRids() ? named : 0;
    }

    /** A stream that another part of the room has opened; null when this part knows of no such layer. */
    Source.@Nullable Stream openRelayed(Section section, int layer, long id, long nowNs) {
        if (layer < 0 || layer >= section.layers()) {
            return null;
        }
        Source.Stream former = section.stream(layer);
        if (former != null) {
            former.cache().clear();
        }
        Source.Stream stream = new Source.Stream(id, 0, section, layer);
        section.stream(layer, stream);
        Track track = section.track();
        if (track != null) {
            track.streamReplaced(nowNs);
        }
        return stream;
    }

    private Source.@Nullable Stream openStream(Section section, int layer, int ssrc, long nowNs) {
        Source.Stream former = section.stream(layer);
        if (former != null) {
            if (nowNs - former.lastNs() < TAKEOVER_NS) {
                return null;
            }
            sources.removeIf(source -> source == former);
            former.cache().clear();
        }
        Source.Stream stream = new Source.Stream(room.nextStreamId(), ssrc, section, layer);
        stream.seen(nowNs);
        section.stream(layer, stream);
        Track track = section.track();
        if (track != null) {
            track.streamReplaced(nowNs);
        }
        return stream;
    }
}
