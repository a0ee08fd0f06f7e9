package chat.tertulia.gateway.socket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client may have missed, bounded by cost and age. Holds the shared emissions themselves, so an entry is one
 * reference. Owned by: the socket, under its lock.
 */
final class Replay {
    private final long maxCost;
    private final long maxAgeNs;
    private final ArrayDeque<Emission> kept = new ArrayDeque<>(4);
    /** The last one dropped: a client that has seen it has missed nothing of what is kept. */
    private @Nullable Emission floor;

    private long cost;
    private long highest;

    Replay(long maxCost, long maxAgeNs) {
        this.maxCost = maxCost;
        this.maxAgeNs = maxAgeNs;
    }

    /** Keeps it, and returns it: or, if it is kept already, a copy under another offset, lest the offset be ambiguous. */
    Emission add(Emission emission, long nowNs) {
        Emission added = emission.sequence() <= highest && holds(emission) ? emission.again() : emission;
        highest = Math.max(highest, added.sequence());
        kept.add(added);
        cost += added.cost();
        trim(nowNs);
        return added;
    }

    private boolean holds(Emission emission) {
        return emission == floor || kept.contains(emission);
    }

    private void trim(long nowNs) {
        for (Emission oldest = kept.peek();
                oldest != null && (cost > maxCost || nowNs - oldest.madeNs() > maxAgeNs);
                oldest = kept.peek()) {
            floor = kept.remove();
            cost -= oldest.cost();
        }
    }

    /** What followed this offset, null offset meaning the start; null when that is not known any more. */
    @Nullable
    List<Emission> after(@Nullable String offset) {
        if (offset == null ? floor == null : floor != null && floor.offset().equals(offset)) {
            return List.copyOf(kept);
        }
        ArrayDeque<Emission> missed = new ArrayDeque<>();
        for (Iterator<Emission> newestFirst = kept.descendingIterator(); newestFirst.hasNext(); ) {
            Emission emission = newestFirst.next();
            if (emission.offset().equals(offset)) {
                return new ArrayList<>(missed);
            }
            missed.addFirst(emission);
        }
        return null;
    }
}
