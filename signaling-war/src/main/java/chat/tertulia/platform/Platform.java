package chat.tertulia.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the process-wide things that features inject. */
@ApplicationScoped
public class Platform {
    @Produces
    @Singleton
    ServerConfig config() {
        return ServerConfig.fromEnvironment(System.getenv());
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Database database(ServerConfig config) {
        return Database.inFolder(config.dataDir());
    }

    void close(@Disposes Database database) {
        database.close();
    }
}
