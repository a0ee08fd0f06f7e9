package chat.tertulia.bench.against;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A case on one unit.
 *
 * @param loss share of what was sent and did not come
 * @param missing gaps in sequence numbers, which a unit that renumbers would hide
 * @param strange samples that did not decrypt or had no credible time: any at all is a fault of the benchmark
 * @param lateShare share of the generator's sends that were more than 5 ms late
 * @param profile what all handshakes chose
 */
record Measurement(
        List<Window> windows,
        double loss,
        long missing,
        long strange,
        double residentMegabytes,
        double lateShare,
        String profile) {
    Measurement {
        windows = List.copyOf(windows);
    }

    /** Another start of the same case: windows add up, of the rest the worse counts. */
    Measurement and(Measurement other) {
        List<Window> all = new ArrayList<>(windows);
        all.addAll(other.windows);
        return new Measurement(
                all,
                Math.max(loss, other.loss),
                Math.max(missing, other.missing),
                strange + other.strange,
                Math.max(residentMegabytes, other.residentMegabytes),
                Math.max(lateShare, other.lateShare),
                profile.equals(other.profile) ? profile : profile + " and " + other.profile);
    }

    Spread spread(ToDoubleFunction<Window> figure) {
        return Spread.of(windows.stream().mapToDouble(figure).toArray());
    }
}
