package chat.tertulia.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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
    ScheduledExecutorService alarmThread() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("alarm").factory());
    }

    void close(@Disposes ScheduledExecutorService alarmThread) {
        alarmThread.shutdownNow();
    }

    @Produces
    @Singleton
    Alarm alarm(ScheduledExecutorService alarmThread) {
        return (pause, action) -> {
            var _ = alarmThread.schedule(action, pause.toMillis(), TimeUnit.MILLISECONDS);
        };
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
