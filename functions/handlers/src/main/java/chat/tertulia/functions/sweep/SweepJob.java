package chat.tertulia.functions.sweep;

import chat.tertulia.functions.sweep.ManifestEntry.Broken;
import chat.tertulia.functions.sweep.ManifestEntry.End;
import chat.tertulia.functions.sweep.ManifestEntry.Header;
import chat.tertulia.functions.sweep.ManifestEntry.Reference;
import chat.tertulia.functions.sweep.SweepBucket.Opened;
import chat.tertulia.functions.sweep.SweepBucket.Upload;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One manifest. It is read twice: first to its trailer, so that nothing is deleted by one that turns out to be damaged, then
 * beside the listing. The job is named by the manifest's key and ends with its report; without one it is safe to run again,
 * however it ended.
 */
final class SweepJob {
    private static final Pattern MANIFEST_KEY = Pattern.compile("sweeps/([A-Za-z0-9_-]{1,128})/manifest\\.jsonl\\.gz");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SweepBucket bucket;
    private final Duration maxAge;
    private final Clock clock;

    /** What became of an event. */
    sealed interface Outcome {
        record Reported(SweepReport report) implements Outcome {}

        /** Nothing was to be done. */
        record Skipped(String why) implements Outcome {}
    }

    /** A manifest that may be followed, and what else its first reading has shown. */
    private record Checked(Header header, Instant cut, List<Upload> stale) {}

    /** What a first reading ends with. */
    private record Verdict(
            @Nullable Checked checked,
            @Nullable Header header,
            @Nullable RefusalCode refused) {}

    /** @param maxAge a manifest older than this is refused */
    SweepJob(SweepBucket bucket, Duration maxAge, Clock clock) {
        this.bucket = bucket;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /**
     * @param key of the manifest, decoded
     * @throws IOException when the store failed; the event is to be delivered again
     */
    Outcome run(String key) throws IOException {
        Matcher manifest = MANIFEST_KEY.matcher(key);
        if (!manifest.matches()) {
            return new Outcome.Skipped("not a manifest");
        }
        String sweepId = manifest.group(1);
        if (bucket.contains(reportKey(sweepId))) {
            return new Outcome.Skipped("reported before");
        }
        Optional<Opened> opened = bucket.open(key);
        if (opened.isEmpty()) {
            return new Outcome.Skipped("the manifest is gone");
        }
        Instant begun = clock.instant();
        Verdict verdict = check(sweepId, opened.get());
        if (verdict.checked() == null) {
            return report(sweepId, new Ending(verdict.header(), new Sweep.Tally(), 0, verdict.refused()), begun);
        }
        Optional<InputStream> again = bucket.again(key, opened.get().etag());
        return again.isEmpty()
                ? new Outcome.Skipped("the manifest has changed; its own event follows")
                : report(sweepId, sweep(verdict.checked(), again.get()), begun);
    }

    private Verdict check(String sweepId, Opened opened) throws IOException {
        try (ManifestReader reader = new ManifestReader(opened.bytes())) {
            return switch (reader.header()) {
                case Broken(RefusalCode code) -> new Verdict(null, null, code);
                case Header header
                when !header.sweepId().equals(sweepId) -> new Verdict(null, header, RefusalCode.MALFORMED);
                case Header header when isStale(header) -> new Verdict(null, header, RefusalCode.STALE);
                case Header header -> read(reader, header, opened.stored());
                case Reference _, End _ -> new Verdict(null, null, RefusalCode.MALFORMED);
            };
        }
    }

    private boolean isStale(Header header) {
        Duration age = Duration.between(header.createdAt(), clock.instant());
        return age.abs().compareTo(maxAge) > 0;
    }

    private Verdict read(ManifestReader reader, Header header, Instant stored) throws IOException {
        Instant cut = Sweep.cut(header, stored);
        StaleUploads uploads = new StaleUploads(bucket.uploadsBefore(cut));
        while (true) {
            switch (reader.next()) {
                case Reference reference -> uploads.meet(reference);
                case End _ -> {
                    return new Verdict(new Checked(header, cut, uploads.stale()), header, null);
                }
                case Broken(RefusalCode code) -> {
                    return new Verdict(null, header, code);
                }
                case Header _ -> {
                    return new Verdict(null, header, RefusalCode.MALFORMED);
                }
            }
        }
    }

    /** How it ended. */
    private record Ending(
            @Nullable Header header,
            Sweep.Tally tally,
            long aborted,
            @Nullable RefusalCode refused) {}

    private Ending sweep(Checked checked, InputStream manifest) throws IOException {
        boolean dryRun = checked.header().dryRun();
        if (!dryRun) {
            checked.stale().forEach(bucket::abort);
        }
        try (ManifestReader reader = new ManifestReader(manifest)) {
            var _ = reader.header();
            Sweep sweep = new Sweep(reader, checked.cut(), dryRun ? _ -> Set.of() : bucket::delete);
            Optional<RefusalCode> refused = sweep.run(bucket.list(Sweep.SWEPT));
            return new Ending(checked.header(), sweep.tally(), checked.stale().size(), refused.orElse(null));
        }
    }

    private Outcome report(String sweepId, Ending ending, Instant begun) {
        Sweep.Tally tally = ending.tally();
        SweepReport report = new SweepReport(
                sweepId,
                ending.header() != null && ending.header().dryRun(),
                tally.listed,
                tally.referenced,
                tally.deleted,
                tally.bytes,
                tally.missing,
                List.copyOf(tally.missingSample),
                tally.tooYoung,
                tally.errors,
                ending.aborted(),
                ending.refused() == null ? null : ending.refused().wire(),
                begun.truncatedTo(ChronoUnit.MILLIS).toString(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        try {
            bucket.put(reportKey(sweepId), JSON.writeValueAsString(report));
            return new Outcome.Reported(report);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static String reportKey(String sweepId) {
        return "sweeps/" + sweepId + "/report.json";
    }
}
