package chat.tertulia.join;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.member.Member;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.MutableClock;
import chat.tertulia.platform.Refusal;
import chat.tertulia.token.SigningKey;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AssertionCheckTest {
    private static final String HOST = "talk.example:8443";
    private static final String NONCE = "the nonce of this socket";

    private final MutableClock clock = new MutableClock();
    private final SigningKey serverKey = SigningKey.generate();
    private final Device device = new Device(SigningKey.generate(), "alice", clock);
    private final Certificate certificate =
            new Certificate(new Member.Identity(Device.ISSUER, "alice"), "alice", device.key.publicJwk());
    private final Challenge challenge =
            new Challenge(NONCE, clock.instant().plusSeconds(60), new Challenge.Wish(null, null, null));
    private final AssertionCheck check =
            new AssertionCheck(List.of("https://talk.example:8443"), serverKey.thumbprint(), clock);

    @Test
    void shouldAcceptAnAnswerToThisChallenge() {
        String assertion = device.assertion(claims());
        assertDoesNotThrow(() -> check.check(assertion, certificate, challenge));
    }

    @Test
    void shouldRefuseOtherSignatures() {
        refuse("");
        refuse(ForgedTokens.unsigned(claims().build()));
        refuse(ForgedTokens.confused(claims().build(), device.key.publicJwk()));
        refuse(SigningKey.generate().sign(JOSEObjectType.JWT, claims().build()));
        refuse(ForgedTokens.tampered(device.assertion(claims()), "\"alice\"", "\"mally\""));
        refuse(device.key.sign(new JOSEObjectType("at+jwt"), claims().build()));
    }

    @Test
    void shouldRefuseOtherAddresses() {
        refuse(claims().audience("evil.example"));
        refuse(claims().audience("talk.example"));
        refuse(claims().audience(List.of(HOST, "evil.example")));
        refuse(claims().audience(List.of()));
    }

    @Test
    void shouldRefuseOtherServerKeys() {
        refuse(claims().claim("skt", SigningKey.generate().thumbprint()));
        refuse(claims().claim("skt", null));
    }

    @Test
    void shouldRefuseOtherNonces() {
        for (Object nonce : new Object[] {"the nonce of another socket", "", 7}) {
            String assertion = device.assertion(claims().claim("nonce", nonce));
            assertEquals(ErrorCode.NONCE_MISMATCH, codeOf(assertion));
        }
        assertEquals(ErrorCode.NONCE_MISMATCH, codeOf(device.assertion(claims().claim("nonce", null))));
    }

    @Test
    void shouldRefuseTimesThatAreMissingLongOrWrong() {
        refuse(claims().issueTime(null));
        refuse(claims().expirationTime(null));
        refuse(claims().expirationTime(Date.from(clock.instant().plusSeconds(61))));
        refuse(claims().issueTime(Date.from(clock.instant().plusSeconds(31)))
                .expirationTime(Date.from(clock.instant().plusSeconds(60))));
        String old = device.assertion(claims());
        clock.advance(Duration.ofSeconds(90));
        refuse(old);
    }

    @Test
    void shouldRefuseOtherSubjects() {
        refuse(claims().subject("mally"));
        refuse(claims().issuer("mally"));
        refuse(claims().subject(null));
        refuse(claims().issuer(null));
    }

    @Test
    void shouldRefuseAssertionsWithoutAnId() {
        refuse(claims().jwtID(null));
        refuse(claims().jwtID(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "https://talk.example, talk.example",
        "https://talk.example:443, talk.example",
        "http://talk.example:80, talk.example",
        "https://talk.example:80, talk.example:80",
        "http://127.0.0.1:9080, 127.0.0.1:9080",
        "https://Talk.Example, talk.example",
        "http://[::1]:9080, [::1]:9080",
    })
    void shouldNameHostsAsBrowsersDo(String origin, String host) {
        assertEquals(host, AssertionCheck.hostOf(origin));
    }

    private JWTClaimsSet.Builder claims() {
        return device.assertionClaims(HOST, NONCE, serverKey.thumbprint());
    }

    private void refuse(JWTClaimsSet.Builder claims) {
        refuse(device.assertion(claims));
    }

    private void refuse(String assertion) {
        assertEquals(ErrorCode.ASSERTION_REJECTED, codeOf(assertion));
    }

    private ErrorCode codeOf(String assertion) {
        return assertThrows(Refusal.class, () -> check.check(assertion, certificate, challenge))
                .code();
    }
}
