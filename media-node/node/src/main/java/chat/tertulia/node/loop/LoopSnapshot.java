package chat.tertulia.node.loop;

import chat.tertulia.media.RoomStats;
import chat.tertulia.node.udp.PortCounters;
import java.util.Map;

/**
 * A loop's counters at one time, for others to read.
 *
 * @param packetsIn datagrams of any kind
 * @param packetsOut SRTP and SRTCP packets sent
 * @param cpuNs processor time of the loop's thread
 * @param port a copy
 * @param rooms of each live room, by its id; of a large one, what this loop has of it
 * @param homes how many of them are at home here: those of all loops are all rooms
 * @param ended the sum over the rooms that are no more
 */
public record LoopSnapshot(
        int loop,
        int transports,
        long packetsIn,
        long bytesIn,
        long packetsOut,
        long bytesOut,
        long handshakes,
        long handshakesFailed,
        long bugs,
        long cpuNs,
        PortCounters port,
        Map<Drop, Long> drops,
        Map<String, RoomStats> rooms,
        int homes,
        RoomStats ended) {
    public LoopSnapshot {
        drops = Map.copyOf(drops);
        rooms = Map.copyOf(rooms);
    }

    public long drops(Drop reason) {
        return drops.getOrDefault(reason, 0L);
    }
}
