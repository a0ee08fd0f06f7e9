package chat.tertulia.bench;

import java.util.Arrays;
import java.util.Locale;

/** The result of one scenario: several windows of one process. */
record Row(Scenario scenario, double median, double min, double max, int runs, Load.Figures figures) {
    static Row of(Scenario scenario, double[] values, Load.Figures figures) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Row(
                scenario, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length, figures);
    }

    /** Names and hashes here hold no character that JSON would have to escape. */
    String json(String commit) {
        return String.format(
                Locale.ROOT,
                "{\"measure\":\"%s\",\"case\":\"%s\",\"value\":%.0f,\"unit\":\"packets/core-s\",\"peer\":null,"
                        + "\"peerValue\":null,\"ratio\":null,\"runs\":%d,\"min\":%.0f,\"max\":%.0f,"
                        + "\"segments\":%.2f,\"allocated\":%.3f,\"missedBursts\":%.4f,\"commit\":\"%s\"}",
                scenario.measure(),
                scenario.name(),
                median,
                runs,
                min,
                max,
                figures.segments(),
                figures.allocated(),
                figures.missed(),
                commit);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-3s %-58s %8.0f packets/core-s  (%.0f to %.0f, %d runs, g %.1f, %.2f B allocated, %.2f %% of bursts incomplete)",
                scenario.measure(),
                scenario.name(),
                median,
                min,
                max,
                runs,
                figures.segments(),
                figures.allocated(),
                figures.missed() * 100);
    }
}
