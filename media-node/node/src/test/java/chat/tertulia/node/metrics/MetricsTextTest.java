package chat.tertulia.node.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.NodeEvent.TransportStats;
import chat.tertulia.media.RoomStats;
import chat.tertulia.media.data.DataStats;
import chat.tertulia.node.loop.LoopSnapshot;
import chat.tertulia.node.udp.PortCounters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private final PathReports paths = new PathReports();

    private static TransportStats stats(String room, String transport, double loss, double rttMs) {
        return new TransportStats(room, transport, 10, 10, 0, loss, rttMs, 0, 0, 0, 0, List.of());
    }

    private static RoomStats forwarded(long packets) {
        return new RoomStats(0, 0, 0, packets, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), DataStats.NONE);
    }

    private String text(LoopSnapshot... loops) {
        return MetricsText.of(List.of(loops), paths);
    }

    private static LoopSnapshot loop(Map<String, RoomStats> rooms, RoomStats ended) {
        return new LoopSnapshot(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new PortCounters(), Map.of(), rooms, rooms.size(), ended);
    }

    @Test
    void shouldAddLiveAndEndedRooms() {
        String text = text(loop(Map.of("a", forwarded(3)), forwarded(4)));
        assertTrue(text.contains("tertulia_node_forwarded_packets_total{loop=\"0\"} 7\n"), text);
    }

    @Test
    void shouldListTheLargestRoomsOnly() {
        for (int room = 0; room < MetricsText.ROOMS + 5; room++) {
            paths.told(stats("r" + room, "t" + room, 0, 10));
        }
        paths.told(stats("large", "t1", 0, 10));
        paths.told(stats("large", "t2", 0, 10));
        String text = text();
        assertEquals(MetricsText.ROOMS, text.split("\ntertulia_node_room_transports\\{", -1).length - 1);
        assertTrue(text.contains("tertulia_node_room_transports{room=\"large\"} 2\n"), text);
    }

    @Test
    void shouldShowTheWorstPathOfARoomUntilItEnds() {
        paths.told(stats("a", "t1", 0.25, 80));
        paths.told(stats("a", "t2", 0, 20));
        String text = text();
        assertTrue(text.contains("tertulia_node_room_loss_ratio{room=\"a\",direction=\"out\"} 0.25\n"), text);
        assertTrue(text.contains("tertulia_node_room_rtt_seconds{room=\"a\"} 0.08\n"), text);
        assertTrue(text.contains("tertulia_node_path_rtt_seconds_bucket{le=\"0.025\"} 1\n"), text);
        assertTrue(text.contains("tertulia_node_path_rtt_seconds_bucket{le=\"+Inf\"} 2\n"), text);
        assertTrue(text.contains("tertulia_node_path_loss_ratio_bucket{direction=\"out\",le=\"0.2\"} 1\n"), text);
        paths.closed("t1");
        paths.closed("t2");
        assertFalse(text().contains("room=\"a\""), text());
    }

    @Test
    void shouldEscapeRoomNames() {
        paths.told(stats("a\"b\\c\nd", "t", 0, 0));
        String text = text();
        assertTrue(text.contains("room_transports{room=\"a\\\"b\\\\c\\nd\"} 1\n"), text);
    }
}
