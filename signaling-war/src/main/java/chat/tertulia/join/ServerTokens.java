package chat.tertulia.join;

import chat.tertulia.gateway.Principal;
import chat.tertulia.member.Member;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.settings.ServerId;
import chat.tertulia.settings.Settings;
import chat.tertulia.token.UnverifiedToken;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Access tokens of this server, as MicroProfile JWT reads them on REST. */
@Service
public class ServerTokens {
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** Claim with the session, so that one device can be cut alone. */
    static final String SESSION = "sid";

    private final ServerKey key;
    private final String serverId;
    private final Clock clock;

    @Inject
    ServerTokens(ServerKey key, Settings settings, Clock clock) {
        this(key, settings.id(), clock);
    }

    public ServerTokens(ServerKey key, ServerId serverId, Clock clock) {
        this.key = key;
        this.serverId = serverId.value();
        this.clock = clock;
    }

    String issue(Member member, String sessionId) {
        Instant now = clock.instant();
        return key.sign(new JWTClaimsSet.Builder()
                .issuer(serverId)
                .audience(serverId)
                .subject(member.memberId())
                .claim("upn", member.nickname())
                .claim("groups", List.of(member.role().wire()))
                .claim(SESSION, sessionId)
                .jwtID(Ids.next())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build());
    }

    /** For whom the token speaks. Whether the session still lives is another question. */
    Principal verify(String token) {
        JWTClaimsSet claims = UnverifiedToken.parse(token)
                .filter(parsed -> parsed.isOfType(JOSEObjectType.JWT))
                .flatMap(parsed -> parsed.verify(key.publicJwk()))
                .filter(this::isOurs)
                .orElseThrow(ServerTokens::unauthenticated);
        Date expiry = claims.getExpirationTime();
        if (expiry == null || !expiry.toInstant().isAfter(clock.instant())) {
            throw Refusal.of(ErrorCode.TOKEN_EXPIRED, "This token has expired; refresh it.");
        }
        if (claims.getSubject() == null || !(claims.getClaim(SESSION) instanceof String sessionId)) {
            throw unauthenticated();
        }
        return new Principal(claims.getSubject(), sessionId);
    }

    private boolean isOurs(JWTClaimsSet claims) {
        return serverId.equals(claims.getIssuer()) && List.of(serverId).equals(claims.getAudience());
    }

    private static Refusal unauthenticated() {
        return Refusal.of(ErrorCode.UNAUTHENTICATED, "This is not a token of this server.");
    }
}
