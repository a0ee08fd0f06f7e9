package chat.tertulia.join;

import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.token.SigningKey;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** The key that clients pin at their first visit, and that signs the server's own tokens. */
@Service
public class ServerKey {
    private static final Duration PROOF_LIFETIME = Duration.ofSeconds(60);
    private static final JOSEObjectType PROOF = new JOSEObjectType("server-proof+jwt");

    private final SigningKey key;

    @Inject
    ServerKey(ServerConfig config) {
        this(SigningKey.inFile(config.dataDir().resolve("keys").resolve("server.jwk")));
    }

    public ServerKey(SigningKey key) {
        this.key = key;
    }

    public ECKey publicJwk() {
        return key.publicJwk();
    }

    public String thumbprint() {
        return key.thumbprint();
    }

    String sign(JWTClaimsSet claims) {
        return key.sign(JOSEObjectType.JWT, claims);
    }

    /** That this server holds the key, for somebody who chose the nonce. Of a type that is good for nothing else. */
    String prove(String clientNonce, Clock clock) {
        Instant now = clock.instant();
        return key.signShowingKey(
                PROOF,
                new JWTClaimsSet.Builder()
                        .claim("nonce", clientNonce)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(PROOF_LIFETIME)))
                        .build());
    }
}
