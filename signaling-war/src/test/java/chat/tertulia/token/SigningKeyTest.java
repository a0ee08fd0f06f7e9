package chat.tertulia.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningKeyTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepOneKeyInAFileThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("keys").resolve("server.jwk");
        SigningKey made = SigningKey.inFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        SigningKey read = SigningKey.inFile(file);

        assertEquals(made.thumbprint(), read.thumbprint());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(file.getParent())) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void shouldSayThatAKeyFileIsDamaged() throws IOException {
        Path file = Files.writeString(folder.resolve("server.jwk"), "{");
        assertThrows(IllegalStateException.class, () -> SigningKey.inFile(file));
    }

    @Test
    void shouldNeverShowThePrivatePart() {
        SigningKey key = SigningKey.generate();
        assertFalse(key.publicJwk().isPrivate());
        String token = key.signShowingKey(JOSEObjectType.JWT, new JWTClaimsSet.Builder().build());
        assertTrue(UnverifiedToken.parse(token)
                .flatMap(parsed -> parsed.verify(key.publicJwk()))
                .isPresent());
    }

    /** The example of RFC 7638 is an RSA key; this one was computed from the canonical JSON by hand. */
    @Test
    void shouldComputeThumbprintsAsRfc7638Says() throws ParseException {
        ECKey key = SigningKey.generate().publicJwk();
        String canonical =
                "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + key.getX() + "\",\"y\":\"" + key.getY() + "\"}";
        byte[] digest = java.util.HexFormat.of().parseHex(Secret.hash(canonical));
        assertEquals(
                java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(digest),
                SigningKey.thumbprintOf(ECKey.parse(key.toJSONString())));
    }
}
