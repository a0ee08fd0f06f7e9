package chat.tertulia.health;

import chat.tertulia.gateway.Connections;
import chat.tertulia.join.JoinCounts;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Service;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Joins, refusals and sessions, read from the features' own counts whenever somebody scrapes. */
@Service
public class JoinMetrics {
    private final MetricRegistry registry;
    private final JoinCounts joins;
    private final Connections connections;

    @Inject
    public JoinMetrics(MetricRegistry registry, JoinCounts joins, Connections connections) {
        this.registry = registry;
        this.joins = joins;
        this.connections = connections;
    }

    void atStart(@Observes @Initialized(ApplicationScoped.class) Object started) {
        registry.gauge("tertulia_joins", joins, JoinCounts::joined);
        registry.gauge(
                "tertulia_members_online", connections, all -> all.memberIds().size());
        registry.gauge(
                "tertulia_active_sessions",
                connections,
                all -> all.all().stream()
                        .filter(connection -> connection.principal().isPresent())
                        .count());
        for (ErrorCode code : ErrorCode.values()) {
            registry.gauge(
                    "tertulia_join_refusals", joins, counts -> counts.refused(code), new Tag("code", code.wire()));
        }
    }
}
