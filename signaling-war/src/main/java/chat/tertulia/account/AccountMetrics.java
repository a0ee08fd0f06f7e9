package chat.tertulia.account;

import chat.tertulia.platform.Service;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Logins, read from the service's own count whenever somebody scrapes. */
@Service
public class AccountMetrics {
    private final MetricRegistry registry;
    private final Accounts accounts;

    @Inject
    public AccountMetrics(MetricRegistry registry, Accounts accounts) {
        this.registry = registry;
        this.accounts = accounts;
    }

    void atStart(@Observes @Initialized(ApplicationScoped.class) Object started) {
        registry.gauge("tertulia_logins", accounts, Accounts::logins);
    }
}
