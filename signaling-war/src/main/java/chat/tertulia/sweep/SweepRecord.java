package chat.tertulia.sweep;

import org.jspecify.annotations.Nullable;

/**
 * One sweep, as the server remembers it.
 *
 * @param createdAt epoch milliseconds
 * @param entries references of its manifest
 * @param report as the function wrote it
 */
record SweepRecord(
        String sweepId,
        SweepState state,
        boolean dryRun,
        long createdAt,
        @Nullable Long entries,
        @Nullable SweepReport report) {

    static String manifestKey(String sweepId) {
        return "sweeps/" + sweepId + "/manifest.jsonl.gz";
    }

    static String reportKey(String sweepId) {
        return "sweeps/" + sweepId + "/report.json";
    }
}
