package chat.tertulia.media;

import chat.tertulia.control.NodeEvent;
import chat.tertulia.media.cache.PacketPool;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtx.RtxPayload;
import chat.tertulia.media.speaker.Speakers;
import chat.tertulia.media.stats.Counters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What all transports of one room share. Owned by: the room's loop. */
final class RoomState {
    private static final long TICK_NS = 5_000_000;
    private static final int PART_SHIFT = 48;

    private final String roomId;
    private final RandomGenerator random;
    private final PacketPool pool = new PacketPool();
    private final Counters counters = new Counters();
    private final Extensions extensions = new Extensions();
    private final Speakers speakers;
    private final RtxPayload rtx = new RtxPayload(PacketPool.MAX_PACKET_BYTES);
    private final Map<String, Track> tracks = new HashMap<>();
    private final List<NodeEvent> events = new ArrayList<>();
    private final Map<String, String> voices = new HashMap<>();
    private final Border border;
    private long streams;
    private long wakeNs = Long.MAX_VALUE;

    RoomState(String roomId, RandomGenerator random) {
        this(roomId, random, Room.AUDIBLE_MICROPHONES, Border.HOME);
    }

    RoomState(String roomId, RandomGenerator random, int audibleMicrophones, int part) {
        this.roomId = roomId;
        this.random = random;
        speakers = new Speakers(audibleMicrophones);
        border = new Border(this, part);
    }

    String roomId() {
        return roomId;
    }

    RandomGenerator random() {
        return random;
    }

    PacketPool pool() {
        return pool;
    }

    Counters counters() {
        return counters;
    }

    Extensions extensions() {
        return extensions;
    }

    Speakers speakers() {
        return speakers;
    }

    RtxPayload rtx() {
        return rtx;
    }

    Border border() {
        return border;
    }

    Map<String, Track> tracks() {
        return tracks;
    }

    List<NodeEvent> events() {
        return events;
    }

    /** Who speaks and who ceased to. */
    void voices(List<NodeEvent.Speaker> changes) {
        for (NodeEvent.Speaker change : changes) {
            Track track = tracks.get(change.trackId());
            if (change.active() && track != null) {
                voices.put(change.trackId(), track.participantId());
            } else {
                voices.remove(change.trackId());
            }
        }
    }

    boolean speaks(String participantId) {
        return !voices.isEmpty() && voices.containsValue(participantId);
    }

    /** Who speaks now, without a level. */
    List<NodeEvent.Speaker> speaking() {
        return voices.keySet().stream()
                .map(track -> new NodeEvent.Speaker(track, 0, true))
                .toList();
    }

    /** Never used for another stream of the room, whatever part it is in. */
    long nextStreamId() {
        return ((long) border.part() << PART_SHIFT) + ++streams;
    }

    /** Asks for a timeout at this time, or so little later that many such wishes become one. */
    void wakeAt(long atNs) {
        if (atNs < wakeNs) {
            wakeNs = Math.ceilDiv(atNs, TICK_NS) * TICK_NS;
        }
    }

    long wakeNs() {
        return wakeNs;
    }

    /** Before a timeout is handled; whoever still waits asks again. */
    void forgetWake() {
        wakeNs = Long.MAX_VALUE;
    }
}
