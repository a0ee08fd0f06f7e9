package chat.tertulia.trust;

import com.nimbusds.jose.jwk.ECKey;
import java.util.Optional;

/** The public keys that one issuer publishes: over HTTP, or in this process. */
public interface IssuerKeys {
    /** Name of the issuer, as in the {@code iss} of its certificates. */
    String issuer();

    /**
     * The P-256 key of this id.
     *
     * @throws chat.tertulia.platform.Refusal {@code unavailable}, when the issuer cannot be asked just now
     */
    Optional<ECKey> key(String keyId);
}
