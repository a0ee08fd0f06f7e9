package chat.tertulia.node.metrics;

import chat.tertulia.media.RoomStats;
import chat.tertulia.media.data.DataDrop;
import chat.tertulia.media.stats.DropReason;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.loop.LoopSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a scraper gets. Loops are labels; rooms too, but only the {@value #ROOMS} largest, so that the number of series has a
 * bound whatever people do. What a room counted stays in its loop's sums after its end.
 */
final class MetricsText {
    static final int ROOMS = 20;

    private final Exposition out = new Exposition();
    private final List<LoopSnapshot> loops;

    private MetricsText(List<LoopSnapshot> loops) {
        this.loops = loops;
    }

    static String of(List<LoopSnapshot> loops, PathReports paths) {
        MetricsText text = new MetricsText(loops);
        text.loops();
        text.port();
        text.media();
        text.data();
        text.drops();
        paths.write(text.out);
        text.rooms(paths.rooms(ROOMS));
        return text.out.text();
    }

    private void loops() {
        perLoop("transports", "gauge", "Peer connections", LoopSnapshot::transports);
        perLoop("rooms", "gauge", "Rooms, each at the loop where it began", LoopSnapshot::homes);
        perLoop(
                "room_parts",
                "gauge",
                "Rooms and what there is here of large ones",
                loop -> loop.rooms().size());
        perLoop("packets_in_total", "counter", "Datagrams of any kind", LoopSnapshot::packetsIn);
        perLoop("bytes_in_total", "counter", "Bytes of datagrams of any kind", LoopSnapshot::bytesIn);
        perLoop("packets_out_total", "counter", "SRTP and SRTCP packets sent", LoopSnapshot::packetsOut);
        perLoop("bytes_out_total", "counter", "Bytes of SRTP and SRTCP sent", LoopSnapshot::bytesOut);
        perLoop("handshakes_total", "counter", "DTLS handshakes that ended well", LoopSnapshot::handshakes);
        perLoop("handshakes_failed_total", "counter", "DTLS handshakes that did not", LoopSnapshot::handshakesFailed);
        perLoop("bugs_total", "counter", "Peers or tasks ended by a bug", LoopSnapshot::bugs);
        perLoop("loop_busy_seconds_total", "counter", "Processor time of the loop", loop -> loop.cpuNs() / 1e9);
    }

    private void port() {
        perLoop(
                "receive_calls_total",
                "counter",
                "System calls that receive",
                loop -> loop.port().receiveCalls());
        perLoop(
                "send_calls_total",
                "counter",
                "System calls that send",
                loop -> loop.port().sendCalls());
        perLoop(
                "send_messages_total",
                "counter",
                "Messages in them",
                loop -> loop.port().messages());
        perLoop(
                "send_datagrams_total",
                "counter",
                "Datagrams in those",
                loop -> loop.port().datagrams());
        perLoop(
                "send_bytes_total",
                "counter",
                "Bytes of those datagrams",
                loop -> loop.port().bytes());
        perLoop(
                "send_refused_total",
                "counter",
                "Datagrams that the system refused",
                loop -> loop.port().refused());
        perLoop(
                "send_congested_total",
                "counter",
                "Times that a socket's buffer was full",
                loop -> loop.port().congested());
    }

    private void media() {
        media("received_packets_total", "RTP and RTCP taken from peers", RoomStats::packetsIn);
        media("forwarded_packets_total", "RTP to receivers, repairs not counted", RoomStats::forwarded);
        media("forwarded_bytes_total", "Bytes of RTP to receivers", RoomStats::forwardedBytes);
        media("resent_packets_total", "RTP sent again because a receiver asked", RoomStats::resent);
        media("nacks_received_total", "Packets that receivers asked for again", RoomStats::nacksIn);
        media("nacks_sent_total", "Packets asked again from publishers", RoomStats::nacksOut);
        media("repaired_packets_total", "Gaps filled by publishers", RoomStats::repaired);
        media("keyframe_requests_received_total", "PLI and FIR of receivers", RoomStats::keyframeRequestsIn);
        media("keyframe_requests_sent_total", "PLI to publishers", RoomStats::keyframeRequestsOut);
        media("relayed_packets_total", "RTP handed to other loops, for large rooms", RoomStats::relayed);
    }

    private void data() {
        media(
                "data_messages_received_total",
                "Data messages of participants",
                room -> room.data().in());
        media(
                "data_messages_sent_total",
                "Data messages to receivers",
                room -> room.data().out());
        media(
                "data_bytes_sent_total",
                "Bytes of data messages to receivers",
                room -> room.data().outBytes());
        media(
                "data_receivers_stalled_total",
                "Receivers whose channels were closed as they took too little",
                room -> room.data().stalled());
    }

    private void drops() {
        out.metric("dropped_total", "counter", "Datagrams dropped before they reached a room");
        for (LoopSnapshot loop : loops) {
            for (Drop reason : Drop.values()) {
                out.sample((double) loop.drops(reason), "loop", name(loop), "reason", name(reason));
            }
        }
        out.metric("media_dropped_total", "counter", "RTP that a room did not forward");
        for (LoopSnapshot loop : loops) {
            for (DropReason reason : DropReason.values()) {
                out.sample(
                        (double) sum(loop, stats -> stats.dropped(reason)), "loop", name(loop), "reason", name(reason));
            }
        }
        out.metric("data_dropped_total", "counter", "Data messages that were not forwarded");
        for (LoopSnapshot loop : loops) {
            for (DataDrop reason : DataDrop.values()) {
                long dropped = sum(loop, stats -> stats.data().dropped(reason));
                out.sample((double) dropped, "loop", name(loop), "reason", name(reason));
            }
        }
    }

    private void rooms(List<PathReports.Room> listed) {
        out.metric("room_transports", "gauge", "Peer connections of the " + ROOMS + " largest rooms");
        listed.forEach(room -> out.sample(room.transports(), "room", room.id()));
        out.metric("room_rtt_seconds", "gauge", "Longest round trip in the room");
        listed.forEach(room -> out.sample(room.rttMs() / 1000, "room", room.id()));
        out.metric("room_loss_ratio", "gauge", "Greatest loss of a transport in the room");
        for (PathReports.Room room : listed) {
            out.sample(room.lossIn(), "room", room.id(), "direction", "in");
            out.sample(room.lossOut(), "room", room.id(), "direction", "out");
        }
        perRoom("room_forwarded_packets_total", "RTP to receivers of the room", listed, RoomStats::forwarded);
        perRoom("room_forwarded_bytes_total", "Bytes of RTP to receivers", listed, RoomStats::forwardedBytes);
    }

    private void perLoop(String metric, String type, String help, ToDoubleFunction<LoopSnapshot> value) {
        out.metric(metric, type, help);
        loops.forEach(loop -> out.sample(value.applyAsDouble(loop), "loop", name(loop)));
    }

    private void media(String metric, String help, ToLongFunction<RoomStats> value) {
        perLoop(metric, "counter", help, loop -> (double) sum(loop, value));
    }

    private void perRoom(String metric, String help, List<PathReports.Room> listed, ToLongFunction<RoomStats> value) {
        out.metric(metric, "counter", help);
        for (PathReports.Room room : listed) {
            loops.stream()
                    .map(LoopSnapshot::rooms)
                    .filter(rooms -> rooms.containsKey(room.id()))
                    .map(rooms -> stats(rooms, room.id()))
                    .reduce(RoomStats::plus)
                    .ifPresent(stats -> out.sample((double) value.applyAsLong(stats), "room", room.id()));
        }
    }

    private static RoomStats stats(Map<String, RoomStats> rooms, String id) {
        return rooms.getOrDefault(id, RoomStats.NONE);
    }

    private static long sum(LoopSnapshot loop, ToLongFunction<RoomStats> value) {
        return value.applyAsLong(loop.ended())
                + loop.rooms().values().stream().mapToLong(value).sum();
    }

    private static String name(LoopSnapshot loop) {
        return Integer.toString(loop.loop());
    }

    private static String name(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
