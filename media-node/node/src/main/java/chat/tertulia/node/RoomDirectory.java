package chat.tertulia.node;

import chat.tertulia.node.loop.MediaLoop;
import chat.tertulia.node.loop.RoomParts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which loop has which room, and for which server. A new room goes to the loop with the least load, as last measured and as is to
 * be expected of its transports, and stays there. Of a large room, transports that come later may be put on other loops, where the
 * room then has a part more; nothing moves once it is open.
 * Control plane: touched by links and, rarely, by loops; its lock is never held over a wait.
 */
final class RoomDirectory {
    /** Packets a second that a transport is taken for, whatever was measured: about one voice. */
    private static final long EXPECTED = 50;

    /** Where a transport is. */
    record Seat(MediaLoop loop, RoomParts parts) {}

    /** A transport that is open. */
    private static final class Placed {
        final MediaLoop loop;
        final String server;
        Set<String> tracks = Set.of();

        Placed(MediaLoop loop, String server) {
            this.loop = loop;
            this.server = server;
        }
    }

    /** Its loops, the link that asked last, and what is open. */
    private static final class Entry {
        final RoomParts parts;
        final Map<String, Placed> transports = new HashMap<>();
        String server;

        Entry(RoomParts parts, String server) {
            this.parts = parts;
            this.server = server;
        }
    }

    private final List<MediaLoop> loops;
    private final int largeRoom;
    private final Map<String, Entry> rooms = new HashMap<>();
    private final Map<MediaLoop, Long> packetsPerSecond = new HashMap<>();
    private final Map<MediaLoop, Integer> transportsOfLoop = new HashMap<>();

    /** @param largeRoom for each so many transports a room may have one part more; 0 for never */
    RoomDirectory(List<MediaLoop> loops, int largeRoom) {
        this.loops = List.copyOf(loops);
        this.largeRoom = largeRoom;
    }

    /** The transport counts as open from now on. */
    synchronized Seat open(String roomId, String transportId, String server) {
        Entry entry = rooms.computeIfAbsent(roomId, _ -> new Entry(new RoomParts(roomId, leastBusy(loops)), server));
        entry.server = server;
        Placed known = entry.transports.get(transportId);
        if (known != null) {
            return new Seat(known.loop, entry.parts);
        }
        MediaLoop loop = leastBusy(candidates(entry));
        entry.parts.add(loop);
        entry.transports.put(transportId, new Placed(loop, server));
        transportsOfLoop.merge(loop, 1, Integer::sum);
        return new Seat(loop, entry.parts);
    }

    /** The loops that the room has; all, when it is so large that one part more is worth its packets. */
    private List<MediaLoop> candidates(Entry entry) {
        List<MediaLoop> own = entry.parts.loops();
        boolean large = largeRoom > 0 && entry.transports.size() >= (long) largeRoom * own.size();
        return large ? loops : own;
    }

    /** Of the transport; that of the room when nobody knows the transport, null when nobody knows the room. */
    synchronized @Nullable MediaLoop loop(String roomId, String transportId) {
        Entry entry = rooms.get(roomId);
        if (entry == null) {
            return null;
        }
        Placed placed = entry.transports.get(transportId);
        return placed == null ? entry.parts.home() : placed.loop;
    }

    /** Where the room began. */
    synchronized @Nullable MediaLoop home(String roomId) {
        Entry entry = rooms.get(roomId);
        return entry == null ? null : entry.parts.home();
    }

    /** The transport publishes these tracks, and no other ones. */
    synchronized void publishes(String roomId, String transportId, Set<String> tracks) {
        Entry entry = rooms.get(roomId);
        Placed placed = entry == null ? null : entry.transports.get(transportId);
        if (placed != null) {
            placed.tracks = Set.copyOf(tracks);
        }
    }

    /** Where the track is published; where the room began when nobody publishes it. */
    synchronized @Nullable MediaLoop loopOfTrack(String roomId, String trackId) {
        Entry entry = rooms.get(roomId);
        if (entry == null) {
            return null;
        }
        return entry.transports.values().stream()
                .filter(placed -> placed.tracks.contains(trackId))
                .findFirst()
                .map(placed -> placed.loop)
                .orElse(entry.parts.home());
    }

    /** Who hears about the room. */
    synchronized @Nullable String server(String roomId) {
        Entry entry = rooms.get(roomId);
        return entry == null ? null : entry.server;
    }

    synchronized void closed(String roomId, String transportId) {
        Entry entry = rooms.get(roomId);
        Placed placed = entry == null ? null : entry.transports.remove(transportId);
        if (entry == null || placed == null) {
            return;
        }
        transportsOfLoop.merge(placed.loop, -1, Integer::sum);
        if (entry.transports.isEmpty()) {
            rooms.remove(roomId);
            // Before anybody can open the room anew: loops do what they are told in order.
            entry.parts.loops().forEach(loop -> loop.end(entry.parts));
        }
    }

    synchronized List<String> transports(String server) {
        List<String> transports = new ArrayList<>();
        for (Entry entry : rooms.values()) {
            entry.transports.forEach((transport, placed) -> {
                if (placed.server.equals(server)) {
                    transports.add(transport);
                }
            });
        }
        return transports;
    }

    synchronized int transports() {
        return rooms.values().stream()
                .mapToInt(entry -> entry.transports.size())
                .sum();
    }

    synchronized int rooms() {
        return rooms.size();
    }

    /** In and out, over the last few seconds. */
    synchronized void measured(MediaLoop loop, long packetsASecond) {
        packetsPerSecond.put(loop, packetsASecond);
    }

    private MediaLoop leastBusy(List<MediaLoop> candidates) {
        MediaLoop best = candidates.getFirst();
        long least = Long.MAX_VALUE;
        for (MediaLoop loop : candidates) {
            long load = packetsPerSecond.getOrDefault(loop, 0L) + EXPECTED * transportsOfLoop.getOrDefault(loop, 0);
            if (load < least) {
                least = load;
                best = loop;
            }
        }
        return best;
    }
}
