package chat.tertulia.node.loop;

import java.util.EnumMap;
import java.util.Map;

/** What a loop has counted since it began. Owned by: the loop; others see {@link LoopSnapshot}. */
final class LoopCounters {
    long packetsIn;
    long bytesIn;
    long packetsOut;
    long bytesOut;
    long handshakes;
    long handshakesFailed;
    long bugs;
    private final long[] drops = new long[Drop.values().length];

    void drop(Drop reason) {
        drops[reason.ordinal()]++;
    }

    Map<Drop, Long> drops() {
        Map<Drop, Long> copy = new EnumMap<>(Drop.class);
        for (Drop reason : Drop.values()) {
            copy.put(reason, drops[reason.ordinal()]);
        }
        return copy;
    }
}
