package chat.tertulia.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Optional;

/**
 * A compact JWT (RFC 7519) that is well-formed and says ES256, and that nobody has verified yet. Any other algorithm does
 * not parse, so that neither {@code none} nor an HMAC keyed with a public key comes near a key (RFC 8725 §3.1).
 */
public final class UnverifiedToken {
    private static final int MAX_LENGTH = 8192;

    private final SignedJWT token;
    private final JWTClaimsSet claims;

    private UnverifiedToken(SignedJWT token, JWTClaimsSet claims) {
        this.token = token;
        this.claims = claims;
    }

    /** Empty for everything that is not such a token; never throws. */
    public static Optional<UnverifiedToken> parse(String compact) {
        if (compact.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            SignedJWT token = SignedJWT.parse(compact);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            boolean plainEs256 = JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())
                    && token.getHeader().getCriticalParams() == null;
            return plainEs256 && claims != null ? Optional.of(new UnverifiedToken(token, claims)) : Optional.empty();
        } catch (ParseException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** Whose key the token claims to be signed with; a claim, good for finding that key and nothing else. */
    public Optional<String> claimedIssuer() {
        return Optional.ofNullable(claims.getIssuer());
    }

    public Optional<String> keyId() {
        return Optional.ofNullable(token.getHeader().getKeyID());
    }

    /** The kinds of token must not pass for one another (RFC 8725 §3.11); no type counts as {@code JWT}. */
    public boolean isOfType(JOSEObjectType type) {
        JOSEObjectType named = token.getHeader().getType();
        return type.equals(named == null ? JOSEObjectType.JWT : named);
    }

    /** The claims, if this key has signed them. */
    public Optional<JWTClaimsSet> verify(ECKey publicKey) {
        if (!Curve.P_256.equals(publicKey.getCurve())) {
            return Optional.empty();
        }
        try {
            return token.verify(new ECDSAVerifier(publicKey.toECPublicKey())) ? Optional.of(claims) : Optional.empty();
        } catch (JOSEException unverifiable) {
            return Optional.empty();
        }
    }
}
