package chat.tertulia.voice.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final VoiceKey KEY = new VoiceKey("TKkey", "0123456789abcdef0123456789abcdef");
    private static final VoiceTokens TOKENS = tokens(KEY, NOW);
    private static final String HEADER = "{\"alg\":\"HS256\"}";

    @Test
    void shouldReadBackWhatItMinted() {
        VoiceGrant grant = new VoiceGrant(
                "lobby",
                "alice",
                "Alice",
                "meta",
                Map.of("team", "red"),
                new Rights(true, false, false, true, true, Set.of("microphone")),
                NOW);

        assertEquals(new TokenVerdict.Granted(grant), TOKENS.check(TOKENS.mint(grant, Duration.ofMinutes(10))));
    }

    @Test
    void shouldTakeLiveKitsDefaultsForWhatIsNotSaid() {
        Rights rights = granted("{\"iss\":\"TKkey\",\"sub\":\"a\",\"exp\":1767323105,"
                        + "\"video\":{\"room\":\"r\",\"roomJoin\":true}}")
                .rights();

        assertTrue(rights.publish() && rights.subscribe() && rights.publishData());
        assertFalse(rights.updateOwnMetadata() || rights.hidden());
        assertTrue(rights.mayPublish("camera"));
    }

    @Test
    void shouldRestrictSourcesToThoseNamed() {
        Rights rights = granted("{\"iss\":\"TKkey\",\"sub\":\"a\",\"exp\":1767323105,\"video\":{\"room\":\"r\","
                        + "\"roomJoin\":true,\"canPublishSources\":[\"microphone\"]}}")
                .rights();

        assertTrue(rights.mayPublish("microphone"));
        assertFalse(rights.mayPublish("camera"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no algorithm, another one, and one that would make the secret a public key
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"hs256\"}",
                "{}"
            })
    void shouldTakeNoOtherAlgorithmThanItsOwn(String header) {
        refused(401, signed(header, claims("TKkey", "a", "r", NOW.plusSeconds(60)), KEY.secret()));
    }

    @Test
    void shouldRefuseATokenWithoutSignature() {
        String token = signed(HEADER, claims("TKkey", "a", "r", NOW.plusSeconds(60)), KEY.secret());

        refused(401, token.substring(0, token.lastIndexOf('.') + 1));
    }

    @Test
    void shouldRefuseAForeignKey() {
        refused(401, signed(HEADER, claims("TKkey", "a", "r", NOW.plusSeconds(60)), "x".repeat(32)));
        refused(401, signed(HEADER, claims("other", "a", "r", NOW.plusSeconds(60)), KEY.secret()));
    }

    @Test
    void shouldRefuseAnExpiredTokenAndOneWithoutEnd() {
        refused(401, signed(HEADER, claims("TKkey", "a", "r", NOW.minusSeconds(61)), KEY.secret()));
        refused(
                401,
                signed(
                        HEADER,
                        "{\"iss\":\"TKkey\",\"sub\":\"a\",\"video\":{\"room\":\"r\",\"roomJoin\":true}}",
                        KEY.secret()));
    }

    @Test
    void shouldForgiveAMinuteOfClockSkew() {
        assertInstanceOf(
                TokenVerdict.Granted.class,
                TOKENS.check(signed(HEADER, claims("TKkey", "a", "r", NOW.minusSeconds(59)), KEY.secret())));
    }

    @Test
    void shouldRefuseATokenThatIsNotForJoining() {
        refused(
                401,
                signed(
                        HEADER,
                        "{\"iss\":\"TKkey\",\"sub\":\"a\",\"exp\":1767323105,\"video\":{\"roomAdmin\":true,\"room\":\"r\"}}",
                        KEY.secret()));
    }

    @Test
    void shouldWantIdentityAndRoom() {
        refused(400, signed(HEADER, claims("TKkey", "", "r", NOW.plusSeconds(60)), KEY.secret()));
        refused(400, signed(HEADER, claims("TKkey", "a", "", NOW.plusSeconds(60)), KEY.secret()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b.c", "..", "\u0000", "eyJhbGciOiJIUzI1NiJ9..x"})
    void shouldCallGarbageUnauthorized(String garbage) {
        refused(401, garbage);
    }

    @Test
    void shouldMakeAKeyOnceAndKeepItToItsOwner(@TempDir Path folder) throws IOException {
        VoiceKey made = VoiceKey.inFolder(folder);

        assertEquals(made, VoiceKey.inFolder(folder));
        assertFalse(made.toString().contains(made.secret()));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("keys").resolve("livekit.json"))));
    }

    private static VoiceGrant granted(String claims) {
        return assertInstanceOf(TokenVerdict.Granted.class, TOKENS.check(signed(HEADER, claims, KEY.secret())))
                .grant();
    }

    private static void refused(int status, String token) {
        assertEquals(
                status,
                assertInstanceOf(TokenVerdict.Refused.class, TOKENS.check(token))
                        .status());
    }

    private static String claims(String issuer, String subject, String room, Instant expires) {
        return "{\"iss\":\"" + issuer + "\",\"sub\":\"" + subject + "\",\"exp\":" + expires.getEpochSecond()
                + ",\"video\":{\"room\":\"" + room + "\",\"roomJoin\":true}}";
    }

    /** By hand, as any client may. */
    private static String signed(String header, String claims, String secret) {
        String body =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return body + "." + base64(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static VoiceTokens tokens(VoiceKey key, Instant now) {
        return new VoiceTokens(key, Clock.fixed(now, ZoneOffset.UTC));
    }
}
