package chat.tertulia.media.stats;

import java.util.EnumMap;

/** A number for each constant; counting allocates nothing. */
final class Tally<E extends Enum<E>> {
    private final EnumMap<E, long[]> values;

    Tally(Class<E> constants) {
        values = new EnumMap<>(constants);
        for (E constant : constants.getEnumConstants()) {
            values.put(constant, new long[1]);
        }
    }

    void add(E constant, long by) {
        cell(constant)[0] += by;
    }

    long value(E constant) {
        return cell(constant)[0];
    }

    private long[] cell(E constant) {
        long[] cell = values.get(constant);
        if (cell == null) {
            throw new IllegalStateException("No cell for " + constant);
        }
        return cell;
    }
}
