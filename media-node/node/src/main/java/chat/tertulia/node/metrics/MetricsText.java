package chat.tertulia.node.metrics;

import chat.tertulia.media.RoomStats;
import chat.tertulia.media.data.DataDrop;
import chat.tertulia.media.stats.DropReason;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.loop.LoopSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Prometheus text format of the loops' counters. Room counters are sums over the rooms that live just now, so they fall when
 * a room ends: gauges, not counters.
 */
final class MetricsText {
    private final StringBuilder out = new StringBuilder(4096);
    private final List<LoopSnapshot> loops;

    private MetricsText(List<LoopSnapshot> loops) {
        this.loops = loops;
    }

    static String of(List<LoopSnapshot> loops) {
        MetricsText text = new MetricsText(loops);
        text.perLoop("transports", "gauge", LoopSnapshot::transports);
        text.perLoop("rooms", "gauge", loop -> loop.rooms().size());
        text.perLoop("packets_in_total", "counter", LoopSnapshot::packetsIn);
        text.perLoop("bytes_in_total", "counter", LoopSnapshot::bytesIn);
        text.perLoop("packets_out_total", "counter", LoopSnapshot::packetsOut);
        text.perLoop("bytes_out_total", "counter", LoopSnapshot::bytesOut);
        text.perLoop("receive_calls_total", "counter", loop -> loop.port().receiveCalls());
        text.perLoop("send_calls_total", "counter", loop -> loop.port().sendCalls());
        text.perLoop("send_messages_total", "counter", loop -> loop.port().messages());
        text.perLoop("send_datagrams_total", "counter", loop -> loop.port().datagrams());
        text.perLoop("send_bytes_total", "counter", loop -> loop.port().bytes());
        text.perLoop("send_refused_total", "counter", loop -> loop.port().refused());
        text.perLoop("send_congested_total", "counter", loop -> loop.port().congested());
        text.perLoop("handshakes_total", "counter", LoopSnapshot::handshakes);
        text.perLoop("handshakes_failed_total", "counter", LoopSnapshot::handshakesFailed);
        text.perLoop("bugs_total", "counter", LoopSnapshot::bugs);
        text.perLoop("loop_busy_seconds_total", "counter", loop -> loop.cpuNs() / 1e9);
        text.drops();
        text.perRoom("forwarded_packets", RoomStats::forwarded);
        text.perRoom("forwarded_bytes", RoomStats::forwardedBytes);
        text.perRoom("resent_packets", RoomStats::resent);
        text.perRoom("nacks_in", RoomStats::nacksIn);
        text.perRoom("nacks_out", RoomStats::nacksOut);
        text.perRoom("repaired_packets", RoomStats::repaired);
        text.perRoom("keyframe_requests_in", RoomStats::keyframeRequestsIn);
        text.perRoom("keyframe_requests_out", RoomStats::keyframeRequestsOut);
        text.perRoom("data_messages_in", room -> room.data().in());
        text.perRoom("data_messages_out", room -> room.data().out());
        text.perRoom("data_bytes_out", room -> room.data().outBytes());
        text.perRoom("data_receivers_stalled", room -> room.data().stalled());
        text.dataDrops();
        return text.out.toString();
    }

    private void perLoop(String name, String type, ToDoubleFunction<LoopSnapshot> value) {
        type(name, type);
        for (LoopSnapshot loop : loops) {
            out.append("tertulia_node_").append(name).append("{loop=\"").append(loop.loop());
            out.append("\"} ").append(number(value.applyAsDouble(loop))).append('\n');
        }
    }

    private void perRoom(String name, ToLongFunction<RoomStats> value) {
        perLoop(
                "room_" + name,
                "gauge",
                loop -> loop.rooms().stream().mapToLong(value).sum());
    }

    private void drops() {
        type("dropped_total", "counter");
        for (LoopSnapshot loop : loops) {
            for (Drop reason : Drop.values()) {
                dropped("dropped_total", loop.loop(), reason.name(), loop.drops(reason));
            }
        }
        type("room_dropped", "gauge");
        for (LoopSnapshot loop : loops) {
            for (DropReason reason : DropReason.values()) {
                long dropped = loop.rooms().stream()
                        .mapToLong(room -> room.dropped(reason))
                        .sum();
                dropped("room_dropped", loop.loop(), reason.name(), dropped);
            }
        }
    }

    private void dataDrops() {
        type("room_data_dropped", "gauge");
        for (LoopSnapshot loop : loops) {
            for (DataDrop reason : DataDrop.values()) {
                long dropped = loop.rooms().stream()
                        .mapToLong(room -> room.data().dropped(reason))
                        .sum();
                dropped("room_data_dropped", loop.loop(), reason.name(), dropped);
            }
        }
    }

    private void dropped(String name, int loop, String reason, long count) {
        out.append("tertulia_node_")
                .append(name)
                .append("{loop=\"")
                .append(loop)
                .append("\",reason=\"");
        out.append(reason.toLowerCase(Locale.ROOT)).append("\"} ").append(count).append('\n');
    }

    private void type(String name, String type) {
        out.append("# TYPE tertulia_node_")
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
