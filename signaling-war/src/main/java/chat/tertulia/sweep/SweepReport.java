package chat.tertulia.sweep;

import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code sweeps/<sweepId>/report.json}: what the sweep function did (docs/sweep.md). It comes from another process: parsing
 * is total.
 */
record SweepReport(
        @Nullable String sweepId,
        boolean dryRun,
        long listed,
        long referenced,
        long deleted,
        long bytes,
        long missing,
        @Nullable List<String> missingSample,
        long tooYoung,
        long errors,
        long aborted,
        @Nullable String refused,
        @Nullable String startedAt,
        @Nullable String endedAt) {

    /** Nothing when this is no report about that sweep. */
    static Optional<SweepReport> parse(String sweepId, byte[] json) {
        try {
            SweepReport report = Json.as(Json.tree(new String(json, StandardCharsets.UTF_8)), SweepReport.class);
            return Optional.ofNullable(report).filter(one -> sweepId.equals(one.sweepId()));
        } catch (Refusal notAReport) {
            return Optional.empty();
        }
    }

    /** Zero when the function's words make no sense. */
    Duration took() {
        try {
            return startedAt == null || endedAt == null
                    ? Duration.ZERO
                    : Duration.between(Instant.parse(startedAt), Instant.parse(endedAt));
        } catch (DateTimeException nonsense) {
            return Duration.ZERO;
        }
    }
}
