package chat.tertulia.join;

import chat.tertulia.platform.ServerConfig;
import chat.tertulia.settings.ServerId;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells MicroProfile JWT whose tokens to accept. The server id is made at the first start, so that it cannot stand in a file
 * of the package. Made by the ServiceLoader, outside CDI; reads lazily.
 */
public final class TokenVerification implements ConfigSource {
    private static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String AUDIENCES = "mp.jwt.verify.audiences";

    private volatile @Nullable String serverId;

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(ISSUER, AUDIENCES);
    }

    @Override
    public Map<String, String> getProperties() {
        return Map.of(ISSUER, serverId(), AUDIENCES, serverId());
    }

    @Override
    public @Nullable String getValue(String propertyName) {
        return getPropertyNames().contains(propertyName) ? serverId() : null;
    }

    @Override
    public String getName() {
        return "tertulia-token-verification";
    }

    private String serverId() {
        String known = serverId;
        if (known == null) {
            known = ServerId.inFolder(
                            ServerConfig.fromEnvironment(System.getenv()).dataDir())
                    .value();
            serverId = known;
        }
        return known;
    }
}
