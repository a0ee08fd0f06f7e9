package chat.tertulia.node;

import chat.tertulia.node.loop.MediaLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which loop has which room, and for which server. A new room goes to the loop with the least load, as last measured and as is to
 * be expected of its transports, and stays there.
 * Control plane: touched by links and, rarely, by loops; its lock is never held over a wait.
 */
final class RoomDirectory {
    /** Packets a second that a transport is taken for, whatever was measured: about one voice. */
    private static final long EXPECTED = 50;

    /** The loop, the link that asked last, and what is open. */
    private static final class Entry {
        final MediaLoop loop;
        final Map<String, String> serverOfTransport = new HashMap<>();
        String server;

        Entry(MediaLoop loop, String server) {
            this.loop = loop;
            this.server = server;
        }
    }

    private final List<MediaLoop> loops;
    private final Map<String, Entry> rooms = new HashMap<>();
    private final Map<MediaLoop, Long> packetsPerSecond = new HashMap<>();

    RoomDirectory(List<MediaLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    /** The room's loop; the transport counts as open from now on. */
    synchronized MediaLoop open(String roomId, String transportId, String server) {
        Entry entry = rooms.computeIfAbsent(roomId, _ -> new Entry(leastBusy(), server));
        entry.server = server;
        entry.serverOfTransport.put(transportId, server);
        return entry.loop;
    }

    synchronized @Nullable MediaLoop loop(String roomId) {
        Entry entry = rooms.get(roomId);
        return entry == null ? null : entry.loop;
    }

    /** Who hears about the room. */
    synchronized @Nullable String server(String roomId) {
        Entry entry = rooms.get(roomId);
        return entry == null ? null : entry.server;
    }

    synchronized void closed(String roomId, String transportId) {
        Entry entry = rooms.get(roomId);
        if (entry != null) {
            entry.serverOfTransport.remove(transportId);
            if (entry.serverOfTransport.isEmpty()) {
                rooms.remove(roomId);
            }
        }
    }

    synchronized List<String> transports(String server) {
        List<String> transports = new ArrayList<>();
        for (Entry entry : rooms.values()) {
            entry.serverOfTransport.forEach((transport, owner) -> {
                if (owner.equals(server)) {
                    transports.add(transport);
                }
            });
        }
        return transports;
    }

    synchronized int transports() {
        return rooms.values().stream()
                .mapToInt(entry -> entry.serverOfTransport.size())
                .sum();
    }

    synchronized int rooms() {
        return rooms.size();
    }

    /** In and out, over the last few seconds. */
    synchronized void measured(MediaLoop loop, long packetsASecond) {
        packetsPerSecond.put(loop, packetsASecond);
    }

    private MediaLoop leastBusy() {
        MediaLoop best = loops.getFirst();
        long least = Long.MAX_VALUE;
        for (MediaLoop loop : loops) {
            long transports = rooms.values().stream()
                    .filter(entry -> entry.loop == loop)
                    .mapToLong(entry -> entry.serverOfTransport.size())
                    .sum();
            long load = packetsPerSecond.getOrDefault(loop, 0L) + EXPECTED * transports;
            if (load < least) {
                least = load;
                best = loop;
            }
        }
        return best;
    }
}
