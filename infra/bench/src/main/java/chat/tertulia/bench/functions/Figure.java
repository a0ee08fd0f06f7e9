package chat.tertulia.bench.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One measured row, in the form that every benchmark of the project prints. */
record Figure(
        String measure,
        double value,
        String unit,
        @Nullable String peer,
        @Nullable Double peerValue,
        @Nullable Double ratio,
        int runs,
        double min,
        double max,
        String commit) {

    /** What is measured and in which unit; the peer is null where there is none. */
    record Kind(String measure, String unit, @Nullable String peer, String commit) {}

    static Figure of(Kind kind, List<Double> ours, List<Double> theirs) {
        double value = median(ours);
        Double peerValue = theirs.isEmpty() ? null : (Double) median(theirs);
        return new Figure(
                kind.measure(),
                value,
                kind.unit(),
                kind.peer(),
                peerValue,
                peerValue == null ? null : (Double) (value / peerValue),
                ours.size(),
                ours.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                ours.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                kind.commit());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    void print(boolean json) {
        System.out.println(json ? json() : text());
    }

    private String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private String text() {
        String against =
                ratio == null ? "" : String.format(Locale.ROOT, "   %s %,.1f   ratio %.2f", peer, peerValue, ratio);
        return String.format(
                Locale.ROOT,
                "%-28s %,10.1f %s  (%d runs, %,.1f to %,.1f)%s",
                measure,
                value,
                unit,
                runs,
                min,
                max,
                against);
    }
}
