package chat.tertulia.media.stats;

import java.util.EnumMap;
import java.util.Map;

/** Numbers that only grow. Owned by: one room. */
public final class Counters {
    private final Tally<Counter> counts = new Tally<>(Counter.class);
    private final Tally<DropReason> drops = new Tally<>(DropReason.class);

    public void count(Counter counter) {
        counts.add(counter, 1);
    }

    public void count(Counter counter, long by) {
        counts.add(counter, by);
    }

    public void drop(DropReason reason) {
        drops.add(reason, 1);
    }

    public void drop(DropReason reason, long packets) {
        drops.add(reason, packets);
    }

    public long value(Counter counter) {
        return counts.value(counter);
    }

    /** Those that happened. */
    public Map<DropReason, Long> drops() {
        Map<DropReason, Long> counted = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            if (drops.value(reason) > 0) {
                counted.put(reason, drops.value(reason));
            }
        }
        return counted;
    }
}
