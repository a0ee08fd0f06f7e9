package chat.tertulia.bench.against;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line of the result: a figure of ours, and the same of one peer when there is one. */
record Row(
        String measure,
        String name,
        String unit,
        Side ours,
        @Nullable Side peer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One contender's part.
     *
     * @param what name, version, crypto
     */
    record Side(String what, Spread value, Measurement seen) {
        double p50() {
            return seen.spread(Window::p50Ms).median();
        }

        double p99() {
            return seen.spread(Window::p99Ms).median();
        }
    }

    @Nullable
    Double ratio() {
        return peer == null ? null : (Double) (ours.value.median() / peer.value.median());
    }

    String json(String commit) {
        ObjectNode out = JSON.createObjectNode();
        out.put("measure", measure).put("case", name).put("value", round(ours.value.median()));
        out.put("unit", unit).put("peer", peer == null ? null : peer.what);
        out.put("peerValue", peer == null ? null : (Double) round(peer.value.median()));
        Double ratio = ratio();
        out.put("ratio", ratio == null ? null : (Double) round(ratio));
        out.put("runs", ours.value.runs()).put("min", round(ours.value.min())).put("max", round(ours.value.max()));
        out.put("commit", commit).put("what", ours.what);
        out.set("ours", side(ours));
        if (peer != null) {
            out.set("theirs", side(peer));
        }
        return out.toString();
    }

    private static ObjectNode side(Side side) {
        ObjectNode out = JSON.createObjectNode();
        Measurement seen = side.seen;
        out.put("min", round(side.value.min())).put("max", round(side.value.max()));
        out.put("runs", side.value.runs()).put("srtp", seen.profile());
        out.put("packetsPerSecond", round(seen.spread(Window::packetsPerSecond).median()));
        out.put("cores", round(seen.spread(Window::cores).median()));
        out.put("p50Ms", round(side.p50())).put("p99Ms", round(side.p99()));
        out.put("p999Ms", round(seen.spread(Window::p999Ms).median()));
        out.put("loss", seen.loss()).put("gaps", seen.missing()).put("strange", seen.strange());
        out.put("residentMb", round(seen.residentMegabytes()));
        out.put("generatorLate", round(seen.lateShare()));
        return out.put("coresOfOthers", round(seen.spread(Window::coresOfOthers).median()));
    }

    /** Four digits are more than any of this is worth. */
    private static double round(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return 0;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 3);
        return Math.round(value / unit) * unit;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, "%-3s %s, %s%n", measure, name, unit));
        out.append(line(ours));
        if (peer != null) {
            out.append(line(peer));
            out.append(String.format(Locale.ROOT, "      ratio %.2f%n", ratio()));
        }
        return out.toString();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.0f", value);
    }

    private static String line(Side side) {
        Measurement seen = side.seen;
        return String.format(
                Locale.ROOT,
                "      %s%n        %s (%s to %s, %d runs)  %s  %,7.0f packets/s on %.2f cores  p50 %.1f p99 %.1f ms"
                        + "  loss %.3f %%  RSS %.0f MB  others %.1f cores  late sends %.1f %%%s%n",
                side.what,
                figure(side.value.median()),
                figure(side.value.min()),
                figure(side.value.max()),
                side.value.runs(),
                seen.profile(),
                seen.spread(Window::packetsPerSecond).median(),
                seen.spread(Window::cores).median(),
                side.p50(),
                side.p99(),
                seen.loss() * 100,
                seen.residentMegabytes(),
                seen.spread(Window::coresOfOthers).median(),
                seen.lateShare() * 100,
                seen.strange() == 0 ? "" : "  STRANGE SAMPLES: " + seen.strange());
    }
}
