package chat.tertulia.gateway;

import chat.tertulia.gateway.engine.EngineMeters;
import chat.tertulia.gateway.engine.EngineServer;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** The gateway's figures on {@code /metrics}. */
@Service
public final class GatewayMetrics {
    private final MetricRegistry registry;

    @Inject
    public GatewayMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    EngineMeters engine() {
        return new EngineMeters(
                counter("gateway_messages_in", "Packets that clients have sent"),
                counter("gateway_messages_out", "Frames and polling answers handed to transports"),
                counter("gateway_slow_readers_cut", "Sessions closed because their client does not read"));
    }

    Runnable recoveries() {
        return counter("gateway_recoveries", "Sockets that went on with a new session and missed nothing");
    }

    void watch(EngineServer engine, Connections connections) {
        gauge("gateway_sessions", "Open Engine.IO sessions", MetricUnits.NONE, engine::size);
        gauge(
                "gateway_connections",
                "Sockets, with those whose client is away",
                MetricUnits.NONE,
                () -> connections.all().size());
        gauge("gateway_queue", "What clients have not read yet", MetricUnits.BYTES, engine::queued);
    }

    void error(ErrorCode code) {
        registry.counter(
                        described("gateway_errors", "Refused events by code", MetricUnits.NONE),
                        new Tag("code", code.wire()))
                .inc();
    }

    private Runnable counter(String name, String description) {
        return registry.counter(described(name, description, MetricUnits.NONE))::inc;
    }

    private void gauge(String name, String description, String unit, java.util.function.Supplier<Number> value) {
        registry.gauge(described(name, description, unit), value);
    }

    private static Metadata described(String name, String description, String unit) {
        return Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(unit)
                .build();
    }
}
