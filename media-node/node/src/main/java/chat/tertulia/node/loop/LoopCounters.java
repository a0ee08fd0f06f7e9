package chat.tertulia.node.loop;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What a loop has counted since it began. Owned by: the loop; others see {@link LoopSnapshot}. */
final class LoopCounters {
    long packetsIn;
    long bytesIn;
    long packetsOut;
    long bytesOut;
    long handshakes;
    long handshakesFailed;
    long bugs;
    private final Map<Drop, long[]> drops = new EnumMap<>(Drop.class);

    LoopCounters() {
        for (Drop reason : Drop.values()) {
            drops.put(reason, new long[1]);
        }
    }

    void drop(Drop reason) {
        Objects.requireNonNull(drops.get(reason))[0]++;
    }

    Map<Drop, Long> drops() {
        Map<Drop, Long> copy = new EnumMap<>(Drop.class);
        drops.forEach((reason, count) -> copy.put(reason, count[0]));
        return copy;
    }
}
