package chat.tertulia.join;

import chat.tertulia.member.Member;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.token.UnverifiedToken;
import chat.tertulia.trust.IssuerKeys;
import chat.tertulia.trust.TrustedIssuers;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a certificate in the order of docs/protocol.md §3: well-formed and ES256, issuer trusted, signed by a key that this
 * issuer publishes, in its time, and about a subject with a public P-256 key. Fails closed.
 */
@Service
public class CertificateCheck {
    private static final Duration MAX_LIFETIME = Duration.ofDays(31);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int MAX_SUBJECT = 255;

    private final TrustedIssuers issuers;
    private final Clock clock;

    @Inject
    public CertificateCheck(TrustedIssuers issuers, Clock clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    Certificate check(String compact) {
        UnverifiedToken token = UnverifiedToken.parse(compact)
                .filter(parsed -> parsed.isOfType(JOSEObjectType.JWT))
                .orElseThrow(() -> rejected("It is not an ES256 certificate."));
        IssuerKeys issuer = token.claimedIssuer()
                .flatMap(issuers::find)
                .orElseThrow(() -> rejected("Its issuer is not trusted here."));
        JWTClaimsSet claims = token.keyId()
                .flatMap(issuer::key)
                .flatMap(token::verify)
                .orElseThrow(() -> rejected("Its signature is not by a key of its issuer."));
        checkTimes(claims.getIssueTime(), claims.getExpirationTime());
        return new Certificate(
                new Member.Identity(issuer.issuer(), subject(claims)), username(claims), deviceKey(claims));
    }

    private void checkTimes(@Nullable Date issued, @Nullable Date expires) {
        if (issued == null || expires == null) {
            throw rejected("It does not say from when to when it holds.");
        }
        Instant now = clock.instant();
        if (!expires.toInstant().isAfter(now)) {
            throw rejected("It has expired; ask for a new one.");
        }
        if (issued.toInstant().isAfter(now.plus(SKEW))) {
            throw rejected("It is from the future.");
        }
        if (expires.toInstant().isAfter(issued.toInstant().plus(MAX_LIFETIME))) {
            throw rejected("It holds for too long.");
        }
    }

    /** {@code key:} is what self-made identities are called; an issuer cannot hand them out. */
    private static String subject(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT || subject.startsWith("key:")) {
            throw rejected("Its subject is not acceptable.");
        }
        return subject;
    }

    private static String username(JWTClaimsSet claims) {
        return claims.getClaim("preferred_username") instanceof String name ? name : "";
    }

    private static ECKey deviceKey(JWTClaimsSet claims) {
        try {
            Map<String, Object> jwk = claims.getJSONObjectClaim("jwk");
            if (jwk != null) {
                ECKey key = ECKey.parse(jwk);
                if (Curve.P_256.equals(key.getCurve()) && !key.isPrivate()) {
                    return key;
                }
            }
        } catch (ParseException | IllegalArgumentException | IllegalStateException malformed) {
            // The same refusal as for a key of another kind.
        }
        throw rejected("It holds no public P-256 key.");
    }

    private static Refusal rejected(String why) {
        return Refusal.of(ErrorCode.CERTIFICATE_REJECTED, "The certificate is not accepted. " + why);
    }
}
