package chat.tertulia.bench.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One measured row, in the form that every benchmark of the project prints. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Row(
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

    static Row of(String measure, List<Double> ours, @Nullable String peer, List<Double> theirs, String commit) {
        double value = median(ours);
        Double peerValue = theirs.isEmpty() ? null : (Double) median(theirs);
        return new Row(
                measure,
                value,
                "deliveries/core-s",
                peerValue == null ? null : peer,
                peerValue,
                peerValue == null ? null : (Double) (value / peerValue),
                ours.size(),
                ours.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                ours.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                commit);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    String text() {
        String against =
                peer == null ? "" : String.format(Locale.ROOT, "   %s %,.0f   ratio %.2f", peer, peerValue, ratio);
        return String.format(
                Locale.ROOT,
                "%-4s %,10.0f %s  (%d runs, %,.0f to %,.0f)%s",
                measure,
                value,
                unit,
                runs,
                min,
                max,
                against);
    }
}
