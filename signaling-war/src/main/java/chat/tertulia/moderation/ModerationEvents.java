package chat.tertulia.moderation;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.member.Actor;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** {@code server:kick}, {@code server:ban}, {@code server:unban}. */
@Service
public class ModerationEvents implements EventSource {
    private static final Rate LIMIT = Rate.perSeconds(15, 60);

    private final Moderation moderation;

    @Inject
    public ModerationEvents(Moderation moderation) {
        this.moderation = moderation;
    }

    record Target(@Nullable String targetMemberId, @Nullable String reason) {
        String required() {
            if (targetMemberId == null) {
                throw Refusal.field("targetMemberId", "A member is needed.");
            }
            return targetMemberId;
        }
    }

    @Override
    public void register(EventRoutes routes) {
        routes.on("server:kick", Target.class, LIMIT, this::kick);
        routes.on("server:ban", Target.class, LIMIT, this::ban);
        routes.on("server:unban", Target.class, LIMIT, this::unban);
    }

    private @Nullable Object kick(Connection connection, Target target) {
        moderation.kick(Actor.of(connection), target.required(), target.reason());
        return null;
    }

    private @Nullable Object ban(Connection connection, Target target) {
        moderation.ban(Actor.of(connection), target.required(), target.reason());
        return null;
    }

    private @Nullable Object unban(Connection connection, Target target) {
        moderation.unban(Actor.of(connection), target.required());
        return null;
    }
}
