package chat.tertulia.invite;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.member.Actor;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code server:invites:*}. */
@Service
public class InviteEvents implements EventSource {
    private static final Rate LIMIT = Rate.perSeconds(20, 60);

    private final Invites invites;

    @Inject
    public InviteEvents(Invites invites) {
        this.invites = invites;
    }

    record Nothing() {}

    record Code(@Nullable String code) {}

    record Listed(List<Invite> invites) {}

    record Created(Invite invite) {}

    @Override
    public void register(EventRoutes routes) {
        routes.on("server:invites:list", Nothing.class, LIMIT, this::list);
        routes.on("server:invites:create", Invites.Wish.class, LIMIT, this::create);
        routes.on("server:invites:revoke", Code.class, LIMIT, this::revoke);
    }

    private @Nullable Object list(Connection connection, Nothing nothing) {
        connection.emit("server:invites", new Listed(invites.list(Actor.of(connection))));
        return null;
    }

    private @Nullable Object create(Connection connection, Invites.Wish wish) {
        connection.emit("server:invite:created", new Created(invites.create(Actor.of(connection), wish)));
        return null;
    }

    private @Nullable Object revoke(Connection connection, Code code) {
        if (code.code() == null) {
            throw Refusal.field("code", "The code of an invite is needed.");
        }
        invites.revoke(Actor.of(connection), code.code());
        connection.emit("server:invite:revoked", code);
        return null;
    }
}
