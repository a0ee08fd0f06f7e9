package chat.tertulia.upload;

import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** Counts files by the state they reach and times the image function as seen from here. */
@Service
public class UploadMetrics {
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

    void reached(FileState state) {
        if (registry != null) {
            registry.counter("tertulia_files_total", new Tag("state", state.wire()))
                    .inc();
        }
    }

    void result(Duration sinceUpload) {
        if (registry != null) {
            registry.timer("tertulia_file_result_seconds").update(sinceUpload);
        }
    }
}
