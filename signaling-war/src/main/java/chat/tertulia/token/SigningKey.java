package chat.tertulia.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/** An ECDSA P-256 key that signs ES256 tokens and never leaves its file. Immutable. */
public final class SigningKey {
    private final ECKey key;
    private final String thumbprint;

    private SigningKey(ECKey key) {
        this.key = key;
        this.thumbprint = thumbprintOf(key);
    }

    /** The key in this file, as a private JWK; made, readable by the owner alone, when the file is missing. */
    public static SigningKey inFile(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return new SigningKey(ECKey.parse(Files.readString(file)));
        } catch (IOException cause) {
            throw new UncheckedIOException("The key file cannot be read or made: " + file, cause);
        } catch (ParseException cause) {
            throw new IllegalStateException("The key file is damaged; restore it from a backup: " + file, cause);
        }
    }

    public static SigningKey generate() {
        return new SigningKey(newKey());
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException everyJdkHasP256) {
            throw new IllegalStateException(everyJdkHasP256);
        }
    }

    /** By way of a second file, so that a crash leaves no half-written key behind. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                "key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, newKey().toJSONString());
        try {
            // A link, unlike a move, fails when another process was first.
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // Both processes now use the key of the first.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    public ECKey publicJwk() {
        return key.toPublicJWK();
    }

    /** RFC 7638, SHA-256. */
    public String thumbprint() {
        return thumbprint;
    }

    static String thumbprintOf(ECKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException everyJdkHasSha256) {
            throw new IllegalStateException(everyJdkHasSha256);
        }
    }

    public String sign(JOSEObjectType type, JWTClaimsSet claims) {
        return sign(header(type).build(), claims);
    }

    /** With the public key in the header, for who meets this key for the first time. */
    public String signShowingKey(JOSEObjectType type, JWTClaimsSet claims) {
        return sign(header(type).jwk(publicJwk()).build(), claims);
    }

    private JWSHeader.Builder header(JOSEObjectType type) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).type(type).keyID(key.getKeyID());
    }

    private String sign(JWSHeader header, JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException bug) {
            throw new IllegalStateException("The signing key does not sign.", bug);
        }
        return token.serialize();
    }
}
