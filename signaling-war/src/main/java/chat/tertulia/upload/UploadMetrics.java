package chat.tertulia.upload;

import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** Counts files by the state they reach, and watches the image function as seen from here. */
@Service
public class UploadMetrics {
    /** Codes that have a counter of their own; a function of another version may have more. */
    private static final Set<String> CODES = Set.of(
            "unsupported_format",
            "unsupported_heic",
            "corrupt",
            "too_many_pixels",
            "too_many_frames",
            "timed_out",
            "too_large");

    private final @Nullable MetricRegistry registry;

    @Inject
    public UploadMetrics(MetricRegistry registry) {
        this(registry, true);
    }

    private UploadMetrics(@Nullable MetricRegistry registry, boolean counted) {
        this.registry = counted ? registry : null;
    }

    /** Where nobody reads metrics. */
    public static UploadMetrics none() {
        return new UploadMetrics(null, false);
    }

    void entered(StoredFile file) {
        if (registry != null) {
            reached(registry, file.state());
            registry.histogram("tertulia_file_bytes", purpose(file)).update(file.size());
        }
    }

    void changed(StoredFile file, long ageMs) {
        if (registry == null) {
            return;
        }
        reached(registry, file.state());
        Duration age = Duration.ofMillis(ageMs);
        switch (file.state()) {
            case QUEUED -> {}
            case PROCESSING -> registry.timer("tertulia_file_queue_seconds").update(age);
            case DONE, REJECTED, FAILED ->
                registry.timer("tertulia_file_result_seconds", purpose(file)).update(age);
        }
        String code = file.code();
        if (code != null) {
            registry.counter("tertulia_files_refused_total", new Tag("code", CODES.contains(code) ? code : "other"))
                    .inc();
        }
    }

    /** @param oldest when the file that waits longest was uploaded, epoch milliseconds; 0 when none waits */
    void watchQueue(Supplier<Long> oldest, Clock clock) {
        if (registry != null) {
            registry.gauge("tertulia_file_queue_age_seconds", () -> {
                long since = oldest.get();
                return since == 0 ? 0.0 : Math.max(0, clock.millis() - since) / 1000.0;
            });
        }
    }

    private static void reached(MetricRegistry registry, FileState state) {
        registry.counter("tertulia_files_total", new Tag("state", state.wire())).inc();
    }

    private static Tag purpose(StoredFile file) {
        return new Tag("purpose", file.purpose().wire());
    }
}
