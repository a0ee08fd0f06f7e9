package chat.tertulia.node.metrics;

import chat.tertulia.control.NodeEvent.TransportStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the transports say of their paths every few seconds: all of it in histograms, and the last word of each that lives, for
 * the rooms. Told by the loops, read by scrapers. Holds as many reports as the node has transports.
 */
public final class PathReports {
    private final Map<String, TransportStats> last = new ConcurrentHashMap<>();
    private final Histogram roundTrip = new Histogram(0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8);
    private final Histogram lossIn = lossHistogram();
    private final Histogram lossOut = lossHistogram();

    /**
     * A room by its worst path.
     *
     * @param transports that have reported
     */
    record Room(String id, int transports, double rttMs, double lossIn, double lossOut) {
        Room with(TransportStats stats) {
            return new Room(
                    id,
                    transports + 1,
                    Math.max(rttMs, stats.rttMs()),
                    Math.max(lossIn, stats.lossIn()),
                    Math.max(lossOut, stats.lossOut()));
        }
    }

    public void told(TransportStats stats) {
        last.put(stats.transportId(), stats);
        if (stats.rttMs() > 0) {
            roundTrip.observe(stats.rttMs() / 1000);
        }
        lossIn.observe(stats.lossIn());
        lossOut.observe(stats.lossOut());
    }

    public void closed(String transportId) {
        last.remove(transportId);
    }

    /** The largest rooms, largest first. */
    List<Room> rooms(int most) {
        Map<String, Room> rooms = new HashMap<>();
        Collection<TransportStats> now = last.values();
        now.forEach(stats -> rooms.put(
                stats.roomId(),
                rooms.getOrDefault(stats.roomId(), new Room(stats.roomId(), 0, 0, 0, 0))
                        .with(stats)));
        List<Room> largest = new ArrayList<>(rooms.values());
        largest.sort(Comparator.comparingInt(Room::transports).reversed().thenComparing(Room::id));
        return largest.subList(0, Math.min(most, largest.size()));
    }

    void write(Exposition to) {
        to.metric("path_rtt_seconds", "histogram", "Round trip of a transport, one observation a report");
        roundTrip.write(to);
        to.metric("path_loss_ratio", "histogram", "Part of the packets lost on a transport, one observation a report");
        lossIn.write(to, "direction", "in");
        lossOut.write(to, "direction", "out");
    }

    private static Histogram lossHistogram() {
        return new Histogram(0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4);
    }
}
