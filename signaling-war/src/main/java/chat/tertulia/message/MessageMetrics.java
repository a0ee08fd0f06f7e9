package chat.tertulia.message;

import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Counts messages. */
@Service
public class MessageMetrics {
    private final Runnable sent;

    @Inject
    public MessageMetrics(MetricRegistry registry) {
        this(registry.counter("tertulia_messages_sent_total")::inc);
    }

    private MessageMetrics(Runnable sent) {
        this.sent = sent;
    }

    /** Where nobody reads metrics. */
    public static MessageMetrics none() {
        return new MessageMetrics(() -> {});
    }

    void sent() {
        sent.run();
    }
}
