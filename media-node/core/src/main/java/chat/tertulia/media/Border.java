package chat.tertulia.media;

import chat.tertulia.control.NodeEvent.Speaker;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.data.DataRoom;
import chat.tertulia.media.data.Lane;
import chat.tertulia.media.relay.Neighbour;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import chat.tertulia.media.rtp.SsrcTable;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this part of a room meets the others: what is published here and wanted there goes over it, and what is published there
 * and wanted here comes as {@link Mirror}s. A room of one part has no neighbours and pays one look. Owned by: the part's loop.
 */
final class Border implements DataRoom.Elsewhere {
    /** The part that decides for all who is loud enough and who speaks. */
    static final int HOME = 0;

    private final RoomState room;
    private final int part;
    private @Nullable Neighbour[] neighbours = {};
    private boolean open;
    private final Map<String, Boolean> audible = new Decisions();
    private final List<Mirror> mirrors = new ArrayList<>();
    private final List<SsrcTable<Mirror>> byPart = new ArrayList<>();

    /** The newest; a track may end here before or after it is told of. */
    private static final class Decisions extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1;
        private static final int MOST = 4096;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    }

    Border(RoomState room, int part) {
        this.room = room;
        this.part = part;
    }

    int part() {
        return part;
    }

    /** The room has other parts. */
    boolean open() {
        return open;
    }

    /** Whether this part decides for all. */
    boolean decides() {
        return part == HOME;
    }

    /** What the neighbour had told before is forgotten. The caller tells it what there is. */
    void join(int other, Neighbour neighbour, long nowNs) {
        leave(other, nowNs);
        if (other >= neighbours.length) {
            neighbours = Arrays.copyOf(neighbours, other + 1);
        }
        while (other >= byPart.size()) {
            byPart.add(new SsrcTable<>());
        }
        neighbours[other] = neighbour;
        open = true;
    }

    void leave(int other, long nowNs) {
        for (Mirror mirror : List.copyOf(mirrors)) {
            if (mirror.part() == other) {
                end(mirror, nowNs);
            }
        }
        for (Track track : List.copyOf(room.tracks().values())) {
            track.wantedElsewhere(other, Track.NOT_SUBSCRIBED, nowNs);
        }
    }

    private void end(Mirror mirror, long nowNs) {
        mirrors.remove(mirror);
        byPart.get(mirror.part()).removeIf(known -> known == mirror);
        mirror.close(nowNs);
    }

    private @Nullable Mirror mirror(int other, int transport) {
        return other < byPart.size() ? byPart.get(other).get(transport) : null;
    }

    void tell(int other, RelayMessage message) {
        Neighbour neighbour = other < neighbours.length ? neighbours[other] : null;
        if (neighbour != null) {
            neighbour.tell(message);
        }
    }

    void tellAll(RelayMessage message) {
        for (Neighbour neighbour : neighbours) {
            if (neighbour != null) {
                neighbour.tell(message);
            }
        }
    }

    /** To each part where somebody is to get the track; sound also to the part that compares it. */
    void relay(Track track, Source.Stream stream, StoredPacket packet, int level) {
        for (int i = 0; i < neighbours.length; i++) {
            Neighbour neighbour = neighbours[i];
            if (neighbour != null && (track.isWantedBy(i) || (i == HOME && !packet.isVideo()))) {
                relay(neighbour, stream, packet, level);
            }
        }
    }

    private void relay(Neighbour neighbour, Source.Stream stream, StoredPacket packet, int level) {
        RelayedPacket slot = neighbour.claim();
        if (slot == null) {
            room.counters().drop(DropReason.RELAY_FULL);
            return;
        }
        Section section = stream.section();
        slot.from(section.transport(), section.index(), stream.layer(), stream.id());
        slot.content(packet.bytes(), packet.length(), packet.sequence(), level);
        neighbour.hand();
        room.counters().count(Counter.RELAYED);
    }

    /** A sender report came. It comes again, so it need not arrive. */
    void relayClock(Source.Stream stream) {
        Track track = stream.section().track();
        for (int i = 0; track != null && i < neighbours.length; i++) {
            Neighbour neighbour = neighbours[i];
            if (neighbour != null && track.isWantedBy(i) && !neighbour.behind()) {
                neighbour.tell(stream.clock().message(stream.section().place(stream)));
            }
        }
    }

    // What neighbours tell

    void received(int other, RelayedPacket packet, long nowNs) {
        Mirror mirror = mirror(other, packet.transport());
        if (mirror == null) {
            room.counters().drop(DropReason.TRANSPORT_CLOSED);
        } else {
            mirror.receive(packet, nowNs);
        }
    }

    void published(int other, RelayMessage.Published published, long nowNs) {
        Mirror mirror = mirror(other, published.transport());
        if (mirror == null) {
            mirror = new Mirror(room, other, published);
            mirrors.add(mirror);
            byPart.get(other).put(published.transport(), mirror);
        }
        mirror.configure(published.description(), nowNs);
    }

    void ended(int other, int transport, long nowNs) {
        Mirror mirror = mirror(other, transport);
        if (mirror != null) {
            end(mirror, nowNs);
        }
    }

    void clock(int other, RelayMessage.Clock report, long nowNs) {
        Mirror mirror = mirror(other, report.of().transport());
        if (mirror != null) {
            mirror.clock(report, nowNs);
        }
    }

    void wanted(int other, RelayMessage.Wanted wanted, long nowNs) {
        Track track = room.tracks().get(wanted.trackId());
        if (track != null) {
            boolean before = track.isWantedBy(other);
            track.wantedElsewhere(other, wanted.subscribed() ? wanted.layer() : Track.NOT_SUBSCRIBED, nowNs);
            if (!before && wanted.subscribed()) {
                track.tellClocks(other);
            }
        }
    }

    void audible(RelayMessage.Audible told) {
        audible.put(told.trackId(), told.audible());
        Track track = room.tracks().get(told.trackId());
        if (track != null) {
            track.impose(told.audible());
        }
    }

    /** What was decided of a microphone; one of which nothing is known yet must wait. */
    boolean isAudible(String trackId) {
        return audible.getOrDefault(trackId, false);
    }

    void closeTrack(String trackId, long nowNs) {
        for (int i = 0; i < mirrors.size(); i++) {
            mirrors.get(i).closeTrack(trackId, nowNs);
        }
    }

    /** This part publishes the track itself from now on. */
    void giveWay(String trackId, long nowNs) {
        for (int i = 0; i < mirrors.size(); i++) {
            mirrors.get(i).giveWay(trackId, nowNs);
        }
    }

    /** Something is not published here any more. */
    void reclaim(long nowNs) {
        for (int i = 0; i < mirrors.size(); i++) {
            mirrors.get(i).reclaim(nowNs);
        }
    }

    void timeout(long nowNs) {
        for (int i = 0; i < mirrors.size(); i++) {
            mirrors.get(i).timeout(nowNs);
        }
    }

    // What this part has decided

    void tellAudible() {
        if (open && decides() && room.speakers().takeChosen()) {
            room.speakers().tellChosen((track, chosen) -> tellAll(new RelayMessage.Audible(track, chosen)));
        }
    }

    void tellVoices(List<Speaker> changes) {
        if (open) {
            tellAll(new RelayMessage.Voices(changes));
        }
    }

    /** All that was decided before the part was there. */
    void tellDecisions(int other) {
        if (decides()) {
            room.speakers().tellAllChosen((track, chosen) -> tell(other, new RelayMessage.Audible(track, chosen)));
            tell(other, new RelayMessage.Voices(room.speaking()));
        }
    }

    // DataRoom.Elsewhere

    @Override
    public boolean behind() {
        for (Neighbour neighbour : neighbours) {
            if (neighbour != null && neighbour.behind()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void message(String from, Lane lane, Set<String> destinations, byte[] bytes) {
        if (open) {
            tellAll(new RelayMessage.Data(from, lane, destinations, bytes));
        }
    }

    @Override
    public void slow(int transport, String participantId, String identity, boolean slow) {
        if (open) {
            tellAll(new RelayMessage.SlowReceiver(transport, participantId, identity, slow));
        }
    }
}
