package chat.tertulia.trust;

import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The issuers that the operator trusts: {@code TERTULIA_TRUSTED_ISSUERS}, by default the public address alone. */
@Service
public class TrustedIssuers {
    private final Map<String, IssuerKeys> byName;

    @Inject
    TrustedIssuers(ServerConfig config, Clock clock, @Any Instance<IssuerKeys> local) {
        this(config.trustedIssuers(), local, clock);
    }

    /**
     * @param names the trusted issuers
     * @param local those that live in this process; trusted only when named
     */
    TrustedIssuers(List<String> names, Iterable<IssuerKeys> local, Clock clock) {
        Map<String, IssuerKeys> inProcess = new HashMap<>();
        local.forEach(keys -> inProcess.put(keys.issuer(), keys));
        byName = names.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), name -> {
            IssuerKeys keys = inProcess.get(name);
            return keys == null ? new RemoteIssuerKeys(name, clock) : keys;
        }));
    }

    /** For who has the keys at hand. */
    public TrustedIssuers(List<IssuerKeys> issuers) {
        byName = issuers.stream().collect(Collectors.toUnmodifiableMap(IssuerKeys::issuer, Function.identity()));
    }

    public Optional<IssuerKeys> find(String issuer) {
        return Optional.ofNullable(byName.get(issuer));
    }
}
