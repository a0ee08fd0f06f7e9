package chat.tertulia.identity;

import chat.tertulia.account.Account;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.token.SigningKey;
import chat.tertulia.trust.IssuerKeys;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;

/** Signs certificates: a subject, a name and a device key, for 30 days. */
@Service
public class CertificateAuthority implements IssuerKeys {
    static final Duration LIFETIME = Duration.ofDays(30);

    private final SigningKey key;
    private final String issuer;
    private final Clock clock;

    @Inject
    CertificateAuthority(ServerConfig config, Clock clock) {
        this(
                SigningKey.inFile(config.dataDir().resolve("keys").resolve("identity.jwk")),
                config.publicUrl().toString(),
                clock);
    }

    public CertificateAuthority(SigningKey key, String issuer, Clock clock) {
        this.key = key;
        this.issuer = issuer;
        this.clock = clock;
    }

    public String certify(Account account, JsonNode deviceKey) {
        Instant now = clock.instant();
        return key.sign(
                JOSEObjectType.JWT,
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .subject(account.accountId())
                        .claim("preferred_username", account.username())
                        .claim("jwk", publicKey(deviceKey).toJSONObject())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .build());
    }

    /** A key that arrives with its private part is refused, not stripped: it has already been shown to a stranger. */
    private static ECKey publicKey(JsonNode deviceKey) {
        try {
            ECKey parsed = ECKey.parse(deviceKey.toString());
            if (!Curve.P_256.equals(parsed.getCurve()) || parsed.isPrivate()) {
                throw unfit();
            }
            return new ECKey.Builder(Curve.P_256, parsed.getX(), parsed.getY()).build();
        } catch (ParseException | IllegalArgumentException | IllegalStateException malformed) {
            throw unfit();
        }
    }

    private static Refusal unfit() {
        return Refusal.field("jwk", "This takes a public EC key on P-256 as a JWK.");
    }

    public ECKey publicJwk() {
        return key.publicJwk();
    }

    @Override
    public String issuer() {
        return issuer;
    }

    @Override
    public Optional<ECKey> key(String keyId) {
        return keyId.equals(key.publicJwk().getKeyID()) ? Optional.of(key.publicJwk()) : Optional.empty();
    }
}
