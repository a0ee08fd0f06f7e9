package chat.tertulia.media.data;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counters of a room since it was made.
 *
 * @param in messages of participants that were forwarded to somebody or nobody
 * @param out messages handed to receivers' associations
 * @param stalled receivers whose channels were closed because they took too little
 */
public record DataStats(long in, long inBytes, long out, long outBytes, long stalled, Map<DataDrop, Long> dropped) {
    public static final DataStats NONE = new DataStats(0, 0, 0, 0, 0, Map.of());

    public DataStats {
        dropped = Map.copyOf(dropped);
    }

    public long dropped(DataDrop reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    public DataStats plus(DataStats other) {
        Map<DataDrop, Long> drops = new EnumMap<>(DataDrop.class);
        drops.putAll(dropped);
        other.dropped.forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        return new DataStats(
                in + other.in,
                inBytes + other.inBytes,
                out + other.out,
                outBytes + other.outBytes,
                stalled + other.stalled,
                drops);
    }
}
