package chat.tertulia.media;

import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.DropReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transport of another part, as far as it publishes: its tracks are here as if they were published here, and what their receivers
 * want of the publisher is told to its part. Owned by: the loop of the part that it is in.
 */
final class Mirror {
    private static final long EVICT_NS = 1_000_000_000;

    private final RoomState room;
    private final Border border;
    private final int part;
    private final int transport;
    private final ReceiveSide side;
    private final RtpInput input;
    private @Nullable ConfigureReceive description;
    private long evictedNs;

    Mirror(RoomState room, int part, RelayMessage.Published published) {
        this.room = room;
        this.border = room.border();
        this.part = part;
        this.transport = published.transport();
        side = new ReceiveSide(room, published.participantId(), transport, part);
        input = new RtpInput(room, side, new Feedback(room));
    }

    int transport() {
        return transport;
    }

    int part() {
        return part;
    }

    void configure(ConfigureReceive published, long nowNs) {
        description = published;
        String malformed = side.configure(published, nowNs);
        if (malformed != null) {
            throw new IllegalStateException("A part handed over what it should have refused: " + malformed);
        }
    }

    /** Takes up what could not be taken while this part itself published the track. */
    void reclaim(long nowNs) {
        ConfigureReceive known = description;
        if (known == null) {
            return;
        }
        for (int i = 0; i < known.sections().size(); i++) {
            String wanted = known.sections().get(i).trackId();
            Track free = wanted == null ? null : room.tracks().get(wanted);
            boolean lacks = wanted != null && side.sections().get(i).track() == null;
            if (lacks && (free == null || free.section() == null)) {
                configure(known, nowNs);
                return;
            }
        }
    }

    void closeTrack(String trackId, long nowNs) {
        var _ = side.closeTrack(trackId, nowNs);
        if (description != null) {
            description = without(description, trackId);
        }
    }

    private static ConfigureReceive without(ConfigureReceive whole, String trackId) {
        List<ReceiveSection> rest = whole.sections().stream()
                .map(section -> trackId.equals(section.trackId()) ? ReceiveSide.carrying(section, null) : section)
                .toList();
        return new ConfigureReceive(whole.id(), whole.roomId(), whole.transportId(), whole.extensions(), rest);
    }

    /** This part publishes the track from now on. */
    void giveWay(String trackId, long nowNs) {
        var _ = side.closeTrack(trackId, nowNs);
    }

    void close(long nowNs) {
        side.close(nowNs);
    }

    void receive(RelayedPacket packet, long nowNs) {
        Source.Stream stream = stream(packet.section(), packet.layer(), packet.stream(), nowNs);
        if (stream == null) {
            room.counters().drop(DropReason.TRANSPORT_CLOSED);
        } else {
            input.relayed(stream, packet, nowNs);
        }
    }

    void clock(RelayMessage.Clock report, long nowNs) {
        RelayMessage.Place of = report.of();
        Source.Stream stream = stream(of.section(), of.layer(), of.stream(), nowNs);
        if (stream != null) {
            stream.clock().report(report.ntp(), report.timestamp(), report.arrivalNs());
        }
    }

    private Source.@Nullable Stream stream(int place, int layer, long id, long nowNs) {
        if (place >= side.sections().size()) {
            return null;
        }
        Section section = side.sections().get(place);
        Source.Stream known = section.stream(layer);
        return known != null && known.id() == id ? known : side.openRelayed(section, layer, id, nowNs);
    }

    void timeout(long nowNs) {
        boolean evict = nowNs - evictedNs >= EVICT_NS;
        evictedNs = evict ? nowNs : evictedNs;
        for (int i = 0; i < side.sections().size(); i++) {
            Section section = side.sections().get(i);
            for (int layer = 0; layer < section.layers(); layer++) {
                Source.Stream stream = section.stream(layer);
                if (stream != null) {
                    askKeyframe(section, stream, nowNs);
                }
                if (stream != null && evict) {
                    stream.cache().evict(nowNs);
                }
            }
        }
        side.tellDemand(nowNs);
    }

    private void askKeyframe(Section section, Source.Stream stream, long nowNs) {
        if (!stream.keyframes().pending()) {
            return;
        }
        if (stream.keyframes().dueNs() <= nowNs) {
            Track track = section.track();
            if (track == null || !track.wanted(stream)) {
                stream.keyframes().settled();
                return;
            }
            border.tell(part, new RelayMessage.KeyframeWanted(section.place(stream)));
            stream.keyframes().sent(nowNs);
            room.counters().count(Counter.KEYFRAME_REQUESTS_OUT);
        }
        room.wakeAt(stream.keyframes().dueNs());
    }
}
