package chat.tertulia.media;

import chat.tertulia.media.stats.DropReason;
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
        Map<DropReason, Long> dropped) {
    public RoomStats {
        dropped = Map.copyOf(dropped);
    }

    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }
}
