package chat.tertulia.account;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.token.SigningKey;
import chat.tertulia.token.UnverifiedToken;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens of the account service (RFC 9068 in spirit). Their key is not the one that signs certificates, and their
 * type and audience are not those of any other token here.
 */
@Service
public class AccountTokens {
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String AUDIENCE = "tertulia-account";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String BEARER = "Bearer ";

    private final SigningKey key;
    private final String issuer;
    private final Clock clock;

    @Inject
    AccountTokens(ServerConfig config, Clock clock) {
        this(
                SigningKey.inFile(config.dataDir().resolve("keys").resolve("account.jwk")),
                config.publicUrl().toString(),
                clock);
    }

    public AccountTokens(SigningKey key, String issuer, Clock clock) {
        this.key = key;
        this.issuer = issuer;
        this.clock = clock;
    }

    String issue(String accountId) {
        Instant now = clock.instant();
        return key.sign(
                TYPE,
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(AUDIENCE)
                        .subject(accountId)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .build());
    }

    /** The account id of an {@code Authorization} header, or a refusal. */
    public String accountOf(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthenticated();
        }
        JWTClaimsSet claims = UnverifiedToken.parse(authorization.substring(BEARER.length()))
                .filter(token -> token.isOfType(TYPE))
                .flatMap(token -> token.verify(key.publicJwk()))
                .filter(this::isForUs)
                .orElseThrow(AccountTokens::unauthenticated);
        Date expiry = claims.getExpirationTime();
        if (expiry == null || !expiry.toInstant().isAfter(clock.instant())) {
            throw Refusal.of(ErrorCode.TOKEN_EXPIRED, "This token has expired.");
        }
        return Optional.ofNullable(claims.getSubject()).orElseThrow(AccountTokens::unauthenticated);
    }

    private boolean isForUs(JWTClaimsSet claims) {
        return issuer.equals(claims.getIssuer()) && List.of(AUDIENCE).equals(claims.getAudience());
    }

    private static Refusal unauthenticated() {
        return Refusal.of(ErrorCode.UNAUTHENTICATED, "Log in first.");
    }
}
