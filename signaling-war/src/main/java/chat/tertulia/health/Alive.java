package chat.tertulia.health;

import chat.tertulia.platform.Service;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/** The process answers. More it need not say: restarting it would heal nothing else. */
@Service
@Liveness
@Startup
public class Alive implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up("process");
    }
}
