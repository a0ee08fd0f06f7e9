package chat.tertulia.join;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.member.Actor;
import chat.tertulia.member.MemberEvents;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of docs/protocol.md §3 that come before, and end, a session. */
@Service
public class JoinEvents implements EventSource {
    private static final int MAX_CLIENT_NONCE = 256;
    private static final Rate JOINS = Rate.perSeconds(20, 60);
    private static final Rate ASKS = Rate.perSeconds(60, 60);

    private final Joining joining;
    private final Sessions sessions;
    private final ServerInfo info;
    private final JoinEventParts parts;
    private final MemberEvents members;

    /** What the events need beside the services that do the work. */
    @Service
    public record JoinEventParts(ServerKey key, JoinCounts counts, Clock clock) {
        @Inject
        public JoinEventParts {}
    }

    @Inject
    public JoinEvents(Joining joining, Sessions sessions, ServerInfo info, JoinEventParts parts, MemberEvents members) {
        this.joining = joining;
        this.sessions = sessions;
        this.info = info;
        this.parts = parts;
        this.members = members;
    }

    record Nothing() {}

    record Identify(@Nullable String clientNonce) {}

    record Verify(@Nullable String certificate, @Nullable String assertion) {}

    record Restore(@Nullable String accessToken) {}

    record Refresh(@Nullable String refreshToken) {}

    record Challenged(String nonce, String serverHost, Map<String, Object> serverKey) {}

    record Identity(String proof) {}

    @Override
    public void register(EventRoutes routes) {
        routes.onAnonymous("server:info", Nothing.class, ASKS, this::info);
        routes.onAnonymous("server:identify", Identify.class, ASKS, this::identify);
        routes.onAnonymous("server:join", Challenge.Wish.class, JOINS, this::join);
        routes.onAnonymous("server:verify", Verify.class, JOINS, this::verify);
        routes.onAnonymous("session:restore", Restore.class, ASKS, "server:error", this::restore);
        routes.onAnonymous("token:refresh", Refresh.class, ASKS, this::refresh);
        routes.on("server:leave", Nothing.class, JOINS, this::leave);
    }

    private @Nullable Object info(Connection connection, Nothing nothing) {
        connection.emit("server:info", info.info());
        return null;
    }

    private @Nullable Object identify(Connection connection, Identify identify) {
        String nonce = identify.clientNonce();
        if (nonce == null || nonce.isEmpty() || nonce.length() > MAX_CLIENT_NONCE) {
            throw Refusal.field("clientNonce", "This takes 1 to 256 characters.");
        }
        connection.emit("server:identity", new Identity(parts.key().prove(nonce, parts.clock())));
        return null;
    }

    private @Nullable Object join(Connection connection, Challenge.Wish wish) {
        connection.emit(
                "server:challenge", new Challenged(joining.challenge(connection, wish), info.host(), info.jwk()));
        return null;
    }

    private @Nullable Object verify(Connection connection, Verify verify) {
        try {
            Joined joined = joining.verify(connection, verify.certificate(), verify.assertion());
            parts.counts().countJoined();
            return welcome(connection, joined);
        } catch (Refusal refusal) {
            parts.counts().countRefused(refusal.code());
            throw refusal;
        }
    }

    private @Nullable Object restore(Connection connection, Restore restore) {
        String token = restore.accessToken();
        return welcome(connection, sessions.restore(token == null ? "" : token, connection));
    }

    private @Nullable Object welcome(Connection connection, Joined joined) {
        connection.emit(Joined.EVENT, joined);
        members.sendDetails(connection);
        return null;
    }

    private @Nullable Object refresh(Connection connection, Refresh refresh) {
        String token = refresh.refreshToken();
        connection.emit("token:refreshed", sessions.refresh(token == null ? "" : token));
        return null;
    }

    private @Nullable Object leave(Connection connection, Nothing nothing) {
        sessions.leave(Actor.principal(connection));
        return null;
    }
}
