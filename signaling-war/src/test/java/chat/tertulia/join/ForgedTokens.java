package chat.tertulia.join;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What attackers make of a token. */
final class ForgedTokens {
    private ForgedTokens() {}

    /** {@code alg: none}. */
    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    /** An HMAC whose secret is the public key: the algorithm confusion of RFC 8725 §2.1. */
    static String confused(JWTClaimsSet claims, ECKey publicKey) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(publicKey.getKeyID())
                            .build(),
                    claims);
            token.sign(new MACSigner(publicKey.toJSONString().getBytes(StandardCharsets.UTF_8)));
            return token.serialize();
        } catch (JOSEException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** One character of the claims is another. */
    static String tampered(String token, String before, String after) {
        String[] parts = token.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = claims.replace(before, after);
        if (changed.equals(claims)) {
            throw new AssertionError(before + " is not in " + claims);
        }
        parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }
}
