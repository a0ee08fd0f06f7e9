package chat.tertulia.bench;

import java.util.Arrays;
import java.util.Locale;

/** The result of one scenario: several windows of one process. */
record Row(Scenario scenario, String live, double median, double min, double max, int runs, double missed) {
    static Row of(Scenario scenario, String live, double[] values, double missed) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Row(
                scenario, live, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length, missed);
    }

    /** Names and hashes here hold no character that JSON would have to escape. */
    String json(String commit) {
        return String.format(
                Locale.ROOT,
                "{\"measure\":\"%s\",\"case\":\"%s\",\"value\":%.0f,\"unit\":\"packets/core-s\",\"peer\":null,"
                        + "\"peerValue\":null,\"ratio\":null,\"runs\":%d,\"min\":%.0f,\"max\":%.0f,"
                        + "\"missedBursts\":%.4f,\"commit\":\"%s\"}",
                scenario.measure(),
                scenario.name() + ", AES of " + live,
                median,
                runs,
                min,
                max,
                missed,
                commit);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-3s %-44s %10.0f packets/core-s  (%.0f to %.0f, %d runs, %.2f %% of bursts incomplete)",
                scenario.measure(),
                scenario.name() + ", AES of " + live,
                median,
                min,
                max,
                runs,
                missed * 100);
    }
}
