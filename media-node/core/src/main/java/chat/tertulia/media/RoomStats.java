package chat.tertulia.media;

import chat.tertulia.media.data.DataStats;
import chat.tertulia.media.stats.DropReason;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counters of a room since it was made.
 *
 * @param forwarded RTP packets handed out, one per receiver, repairs not counted
 * @param resent packets handed out because a receiver asked again
 * @param probes repetitions and padding that went out to try a path
 * @param nacksIn packets that receivers asked for again
 * @param nacksOut packets asked again from publishers
 * @param repaired gaps filled by a retransmission of the publisher
 * @param keyframeRequestsIn PLI and FIR of receivers
 * @param keyframeRequestsOut PLI to publishers
 * @param relayed packets handed to other parts of the room
 */
public record RoomStats(
        long packetsIn,
        long bytesIn,
        long rtcpIn,
        long forwarded,
        long forwardedBytes,
        long resent,
        long probes,
        long rtcpOut,
        long nacksIn,
        long nacksOut,
        long rtxIn,
        long repaired,
        long keyframeRequestsIn,
        long keyframeRequestsOut,
        long relayed,
        Map<DropReason, Long> dropped,
        DataStats data) {
    public static final RoomStats NONE =
            new RoomStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), DataStats.NONE);

    public RoomStats {
        dropped = Map.copyOf(dropped);
    }

    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    public RoomStats plus(RoomStats other) {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        drops.putAll(dropped);
        other.dropped.forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        return new RoomStats(
                packetsIn + other.packetsIn,
                bytesIn + other.bytesIn,
                rtcpIn + other.rtcpIn,
                forwarded + other.forwarded,
                forwardedBytes + other.forwardedBytes,
                resent + other.resent,
                probes + other.probes,
                rtcpOut + other.rtcpOut,
                nacksIn + other.nacksIn,
                nacksOut + other.nacksOut,
                rtxIn + other.rtxIn,
                repaired + other.repaired,
                keyframeRequestsIn + other.keyframeRequestsIn,
                keyframeRequestsOut + other.keyframeRequestsOut,
                relayed + other.relayed,
                drops,
                data.plus(other.data));
    }
}
