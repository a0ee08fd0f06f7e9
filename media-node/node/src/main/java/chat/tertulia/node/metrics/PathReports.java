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
    private final Histogram jitter = new Histogram(0.005, 0.01, 0.02, 0.04, 0.08, 0.16);
    private final Histogram estimate = new Histogram(1e5, 2.5e5, 5e5, 1e6, 2e6, 4e6, 8e6);
    private final Histogram queue = new Histogram(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1);

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
        jitter.observe(stats.jitterMs() / 1000);
        queue.observe(stats.queueMs() / 1000);
        if (stats.estimate() > 0) {
            estimate.observe((double) stats.estimate());
        }
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
        to.metric("path_jitter_seconds", "histogram", "Jitter of what a transport sends, one observation a report");
        jitter.write(to);
        to.metric("path_estimate_bits_per_second", "histogram", "What a path is believed to carry, one a report");
        estimate.write(to);
        to.metric("path_queue_seconds", "histogram", "Wait of the oldest packet for its turn, one a report");
        queue.write(to);
    }

    private static Histogram lossHistogram() {
        return new Histogram(0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4);
    }
}
