package chat.tertulia.settings;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.member.Actor;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** {@code server:settings:update}. */
@Service
public class SettingsEvents implements EventSource {
    private final Settings settings;

    @Inject
    public SettingsEvents(Settings settings) {
        this.settings = settings;
    }

    record Update(@Nullable String name, @Nullable String description) {}

    @Override
    public void register(EventRoutes routes) {
        routes.on("server:settings:update", Update.class, Rate.perSeconds(30, 60), this::update);
    }

    private @Nullable Object update(Connection connection, Update update) {
        settings.update(Actor.of(connection), update.name(), update.description());
        return null;
    }
}
