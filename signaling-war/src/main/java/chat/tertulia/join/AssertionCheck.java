package chat.tertulia.join;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.token.Secret;
import chat.tertulia.token.UnverifiedToken;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the assertion that answers a challenge, in the order of docs/protocol.md §3. What it binds is what makes relaying
 * it useless: the address that the client dialled and the server key that the client knows, neither of which a hostile
 * server in the middle can put into somebody else's signature. The addresses of this server come from its configuration,
 * never from a request. Fails closed.
 */
@Service
public class AssertionCheck {
    private static final Duration MAX_LIFETIME = Duration.ofSeconds(60);
    /** Clocks of phones and laptops are rarely better. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Set<String> hosts;
    private final String serverKeyThumbprint;
    private final Clock clock;

    @Inject
    AssertionCheck(ServerConfig config, ServerKey key, Clock clock) {
        this(config.origins(), key.thumbprint(), clock);
    }

    public AssertionCheck(List<String> origins, String serverKeyThumbprint, Clock clock) {
        this.hosts = origins.stream().map(AssertionCheck::hostOf).collect(Collectors.toUnmodifiableSet());
        this.serverKeyThumbprint = serverKeyThumbprint;
        this.clock = clock;
    }

    /** As {@code location.host} in a browser: the port is left out when it is the scheme's own. */
    static String hostOf(String origin) {
        URI uri = URI.create(origin.strip());
        int own = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        String port = uri.getPort() == -1 || uri.getPort() == own ? "" : ":" + uri.getPort();
        return uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    void check(String compact, Certificate certificate, Challenge challenge) {
        JWTClaimsSet claims = UnverifiedToken.parse(compact)
                .filter(token -> token.isOfType(JOSEObjectType.JWT))
                .flatMap(token -> token.verify(certificate.deviceKey()))
                .orElseThrow(() -> rejected("It is not signed by the key of the certificate."));
        if (claims.getAudience().size() != 1
                || !hosts.contains(claims.getAudience().getFirst())) {
            throw rejected("It is for another address than this server's.");
        }
        if (!serverKeyThumbprint.equals(claims.getClaim("skt"))) {
            throw rejected("It is for a server with another key.");
        }
        if (!(claims.getClaim("nonce") instanceof String nonce) || !Secret.same(nonce, challenge.nonce())) {
            throw Refusal.of(ErrorCode.NONCE_MISMATCH, "The assertion does not answer this challenge.");
        }
        checkTimes(claims.getIssueTime(), claims.getExpirationTime());
        String subject = certificate.identity().subject();
        if (!subject.equals(claims.getSubject()) || !subject.equals(claims.getIssuer())) {
            throw rejected("It is about somebody else than the certificate.");
        }
        String id = claims.getJWTID();
        if (id == null || id.isBlank()) {
            throw rejected("It has no id.");
        }
    }

    private void checkTimes(@Nullable Date issued, @Nullable Date expires) {
        if (issued == null || expires == null) {
            throw rejected("It does not say when it was made and how long it holds.");
        }
        Instant now = clock.instant();
        if (issued.toInstant().isAfter(now.plus(SKEW))) {
            throw rejected("It is from the future; check the clock of this device.");
        }
        if (!expires.toInstant().plus(SKEW).isAfter(now)) {
            throw rejected("It has expired; check the clock of this device.");
        }
        if (expires.toInstant().isAfter(issued.toInstant().plus(MAX_LIFETIME))) {
            throw rejected("It holds for more than a minute.");
        }
    }

    private static Refusal rejected(String why) {
        return Refusal.of(ErrorCode.ASSERTION_REJECTED, "The assertion is not accepted. " + why);
    }
}
