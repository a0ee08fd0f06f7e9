package chat.tertulia.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.MutableClock;
import chat.tertulia.platform.Refusal;
import chat.tertulia.token.SigningKey;
import chat.tertulia.trust.IssuerKeys;
import chat.tertulia.trust.TrustedIssuers;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CertificateCheckTest {
    private final MutableClock clock = new MutableClock();
    private final SigningKey issuerKey = SigningKey.generate();
    private final Device device = new Device(issuerKey, "alice", clock);
    private final CertificateCheck check =
            new CertificateCheck(new TrustedIssuers(List.of(new Issuer(Device.ISSUER, issuerKey))), clock);

    record Issuer(String issuer, SigningKey key) implements IssuerKeys {
        @Override
        public Optional<ECKey> key(String keyId) {
            return Optional.of(key.publicJwk()).filter(jwk -> jwk.getKeyID().equals(keyId));
        }
    }

    @Test
    void shouldAcceptWhatATrustedIssuerSigned() {
        Certificate certificate = check.check(device.certificate());

        assertEquals("alice", certificate.identity().subject());
        assertEquals(Device.ISSUER, certificate.identity().issuer());
        assertEquals(device.key.publicJwk().getX(), certificate.deviceKey().getX());
    }

    @Test
    void shouldRefuseWhatIsNoToken() {
        refuse("");
        refuse("a.b.c");
        refuse("x".repeat(100_000));
        refuse(device.certificate().substring(1));
    }

    @Test
    void shouldRefuseOtherAlgorithms() {
        refuse(ForgedTokens.unsigned(device.certificateClaims().build()));
        refuse(ForgedTokens.confused(device.certificateClaims().build(), issuerKey.publicJwk()));
    }

    @Test
    void shouldRefuseOtherTypesOfToken() {
        refuse(issuerKey.sign(
                new JOSEObjectType("at+jwt"), device.certificateClaims().build()));
    }

    @Test
    void shouldRefuseForeignIssuers() {
        refuse(device.certificateClaims().issuer("https://evil.example"));
        refuse(device.certificateClaims().issuer(null));
    }

    @Test
    void shouldRefuseKeysThatTheIssuerDoesNotPublish() {
        SigningKey foreign = SigningKey.generate();
        refuse(foreign.sign(JOSEObjectType.JWT, device.certificateClaims().build()));
    }

    @Test
    void shouldRefuseATamperedCertificate() {
        refuse(ForgedTokens.tampered(device.certificate(), "\"alice\"", "\"mally\""));
    }

    @Test
    void shouldRefuseAnExpiredCertificate() {
        String certificate = device.certificate();
        clock.advance(Duration.ofDays(30));
        refuse(certificate);
    }

    @Test
    void shouldRefuseTimesThatAreMissingOrFarApart() {
        refuse(device.certificateClaims().expirationTime(null));
        refuse(device.certificateClaims().issueTime(null));
        refuse(device.certificateClaims()
                .expirationTime(Date.from(clock.instant().plus(Duration.ofDays(32)))));
        refuse(device.certificateClaims().issueTime(Date.from(clock.instant().plusSeconds(120))));
    }

    @Test
    void shouldRefuseSubjectsThatNobodyMayHave() {
        refuse(device.certificateClaims().subject(null));
        refuse(device.certificateClaims().subject(" "));
        refuse(device.certificateClaims().subject("key:abc"));
        refuse(device.certificateClaims().subject("x".repeat(256)));
    }

    @Test
    void shouldRefuseUnfitDeviceKeys() throws JOSEException {
        ECKey whole = new ECKeyGenerator(Curve.P_256).generate();
        ECKey otherCurve = new ECKeyGenerator(Curve.P_384).generate().toPublicJWK();
        refuse(device.certificateClaims().claim("jwk", whole.toJSONObject()));
        refuse(device.certificateClaims().claim("jwk", otherCurve.toJSONObject()));
        refuse(device.certificateClaims().claim("jwk", null));
        refuse(device.certificateClaims().claim("jwk", "text"));
    }

    private void refuse(JWTClaimsSet.Builder claims) {
        refuse(issuerKey.sign(JOSEObjectType.JWT, claims.build()));
    }

    private void refuse(String certificate) {
        Refusal refusal = assertThrows(Refusal.class, () -> check.check(certificate));
        assertEquals(ErrorCode.CERTIFICATE_REJECTED, refusal.code());
    }
}
