package chat.tertulia.health;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The database answers a query. */
@Service
@Readiness
public class DatabaseReadiness implements HealthCheck {
    private final Database database;
    private final Members members;

    @Inject
    public DatabaseReadiness(Database database, Members members) {
        this.database = database;
        this.members = members;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            database.read(members::count);
            return HealthCheckResponse.up("database");
        } catch (RuntimeException unreachable) {
            return HealthCheckResponse.named("database")
                    .down()
                    .withData("reason", unreachable.getClass().getSimpleName())
                    .build();
        }
    }
}
