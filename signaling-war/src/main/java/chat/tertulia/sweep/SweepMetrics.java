package chat.tertulia.sweep;

import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** Counts what sweeps did, and remembers when the last good one was. */
@Service
public class SweepMetrics {
    private final @Nullable MetricRegistry registry;
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong lastDoneSeconds = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();

    @Inject
    public SweepMetrics(MetricRegistry registry) {
        this(registry, true);
        registry.gauge("tertulia_dead_letters", deadLetters, AtomicLong::get);
        registry.gauge("tertulia_sweep_last_done_seconds", lastDoneSeconds, AtomicLong::get);
        registry.gauge("tertulia_sweep_missing_objects", missing, AtomicLong::get);
    }

    private SweepMetrics(@Nullable MetricRegistry registry, boolean counted) {
        this.registry = counted ? registry : null;
    }

    /** Where nobody reads metrics. */
    public static SweepMetrics none() {
        return new SweepMetrics(null, false);
    }

    void ended(SweepState state) {
        if (registry != null) {
            registry.counter("tertulia_sweeps_total", new Tag("state", state.wire()))
                    .inc();
        }
    }

    /** @param now epoch milliseconds */
    void swept(SweepReport report, long now) {
        missing.set(report.missing());
        if (report.refused() == null && !report.dryRun()) {
            lastDoneSeconds.set(now / 1000);
            count("deleted", report.deleted());
        }
        count("failed", report.errors());
        if (registry != null) {
            registry.timer("tertulia_sweep_seconds").update(report.took());
        }
    }

    private void count(String outcome, long objects) {
        if (registry != null) {
            registry.counter("tertulia_sweep_objects_total", new Tag("outcome", outcome))
                    .inc(Math.max(0, objects));
        }
    }

    void collected(int files) {
        if (registry != null) {
            registry.counter("tertulia_files_collected_total").inc(files);
        }
    }

    void deadLetters(int count) {
        deadLetters.set(count);
    }
}
