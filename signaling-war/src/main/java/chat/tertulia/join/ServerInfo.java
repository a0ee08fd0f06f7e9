package chat.tertulia.join;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.server.ServerView;
import chat.tertulia.settings.Settings;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What anybody may know of this server before joining. */
@Service
public class ServerInfo {
    private final Database database;
    private final Settings settings;
    private final Members members;
    private final ServerKey key;
    private final ServerConfig config;

    @Inject
    public ServerInfo(Database database, Settings settings, Members members, ServerKey key, ServerConfig config) {
        this.database = database;
        this.settings = settings;
        this.members = members;
        this.key = key;
        this.config = config;
    }

    /** Payload of {@code server:info} and of {@code GET /api/server}. */
    record ServerCard(
            String serverId,
            String name,
            String description,
            String version,
            int memberCount,
            boolean setupRequired,
            String joinPolicy,
            PublicKey serverKey,
            List<String> origins) {}

    /** A public JWK. */
    record PublicKey(Map<String, Object> jwk) {}

    ServerCard info() {
        return database.read(tx -> {
            ServerView view = settings.view(tx);
            return new ServerCard(
                    view.id(),
                    view.name(),
                    view.description(),
                    Optional.ofNullable(ServerInfo.class.getPackage().getImplementationVersion())
                            .orElse("0.1.0"),
                    members.count(tx),
                    view.setupRequired(),
                    "invite",
                    new PublicKey(jwk()),
                    config.origins());
        });
    }

    Map<String, Object> jwk() {
        return key.publicJwk().toJSONObject();
    }

    String host() {
        return AssertionCheck.hostOf(ServerConfig.originOf(config.publicUrl()));
    }
}
