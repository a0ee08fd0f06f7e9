package chat.tertulia.join;

import chat.tertulia.token.SigningKey;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.util.Date;
import java.util.UUID;

/** A person's device: a key, a certificate by an issuer, and assertions by the key. */
final class Device {
    static final String ISSUER = "https://id.example";

    final SigningKey issuerKey;
    final SigningKey key = SigningKey.generate();
    private final String subject;
    private final Clock clock;

    Device(SigningKey issuerKey, String subject, Clock clock) {
        this.issuerKey = issuerKey;
        this.subject = subject;
        this.clock = clock;
    }

    JWTClaimsSet.Builder certificateClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(subject)
                .claim("preferred_username", subject)
                .claim("jwk", key.publicJwk().toJSONObject())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(86_400L * 30)));
    }

    String certificate() {
        return issuerKey.sign(JOSEObjectType.JWT, certificateClaims().build());
    }

    JWTClaimsSet.Builder assertionClaims(String audience, String nonce, String serverKeyThumbprint) {
        return new JWTClaimsSet.Builder()
                .issuer(subject)
                .subject(subject)
                .audience(audience)
                .claim("nonce", nonce)
                .claim("skt", serverKeyThumbprint)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(60)));
    }

    String assertion(JWTClaimsSet.Builder claims) {
        return key.sign(JOSEObjectType.JWT, claims.build());
    }
}
