package chat.tertulia.functions.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code sweeps/<sweepId>/report.json} (docs/sweep.md).
 *
 * @param listed objects that were looked at
 * @param deleted objects that went, or with dryRun would have gone
 * @param bytes of those
 * @param missing expected by the manifest and not there
 * @param tooYoung unreferenced, but stored within the grace time
 * @param errors objects that could not be deleted
 * @param aborted uploads in parts that nobody had completed
 * @param refused why it stopped; then nothing, or only what was judged before, has been deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SweepReport(
        String sweepId,
        boolean dryRun,
        long listed,
        long referenced,
        long deleted,
        long bytes,
        long missing,
        List<String> missingSample,
        long tooYoung,
        long errors,
        long aborted,
        @Nullable String refused,
        String startedAt,
        String endedAt) {}
