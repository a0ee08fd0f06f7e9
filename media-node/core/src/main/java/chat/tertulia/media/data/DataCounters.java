package chat.tertulia.media.data;

import java.util.EnumMap;
import java.util.Map;

/** Numbers that only grow. Owned by: one room. */
final class DataCounters {
    long in;
    long inBytes;
    long out;
    long outBytes;
    long stalled;
    private final Map<DataDrop, Long> drops = new EnumMap<>(DataDrop.class);

    void drop(DataDrop reason) {
        drop(reason, 1);
    }

    void drop(DataDrop reason, long count) {
        drops.merge(reason, count, Long::sum);
    }

    DataStats read() {
        return new DataStats(in, inBytes, out, outBytes, stalled, drops);
    }
}
