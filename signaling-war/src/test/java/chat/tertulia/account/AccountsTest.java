package chat.tertulia.account;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.identity.CertificateAuthority;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.MutableClock;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.token.RefreshTokenStore;
import chat.tertulia.token.RefreshTokens;
import chat.tertulia.token.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class AccountsTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String ADDRESS = "192.0.2.1";

    private final MutableClock clock = new MutableClock();
    private final SigningKey key = SigningKey.generate();
    private final AccountTokens tokens = new AccountTokens(key, "https://talk.example", clock);
    private final Passwords passwords = new Passwords();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit calls open before every test
    private Database database;

    @SuppressWarnings("NullAway.Init") // JUnit calls open before every test
    private Accounts accounts;

    @BeforeEach
    void open() {
        database = Database.inFolder(folder);
        accounts = accounts(true);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Accounts accounts(boolean open) {
        Accounts.Parts parts = new Accounts.Parts(
                new AccountStore(), passwords, tokens, new RefreshTokens(new RefreshTokenStore(), clock));
        ServerConfig config =
                ServerConfig.fromEnvironment(Map.of("TERTULIA_OPEN_REGISTRATION", Boolean.toString(open)));
        return new Accounts(database, parts, new RateLimits(clock), config, clock);
    }

    @Test
    void shouldLogInWhoHasRegistered() {
        Accounts.LoggedIn registered = register("alice");
        Accounts.LoggedIn loggedIn = login("alice", PASSWORD);

        assertEquals(registered.user(), loggedIn.user());
        assertEquals(registered.user().id(), tokens.accountOf("Bearer " + loggedIn.accessToken()));
        assertEquals(1, accounts.logins());
    }

    @Test
    void shouldKeepOnlyArgon2idHashes() {
        String hash = passwords.hash(PASSWORD);
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertTrue(passwords.matches(PASSWORD, Optional.of(hash)));
        assertFalse(passwords.matches(PASSWORD + "!", Optional.of(hash)));
        assertFalse(passwords.matches("nobody has this password", Optional.empty()));
    }

    @Test
    void shouldTellWrongNamesAndPasswordsAlike() {
        register("alice");
        refused(ErrorCode.BAD_CREDENTIALS, () -> login("alice", "wrong"));
        refused(ErrorCode.BAD_CREDENTIALS, () -> login("mallory", "wrong"));
    }

    @Test
    void shouldSlowDownWhoGuessesPasswords() {
        register("alice");
        for (int i = 0; i < 10; i++) {
            refused(ErrorCode.BAD_CREDENTIALS, () -> login("alice", "wrong"));
        }
        refused(ErrorCode.RATE_LIMITED, () -> login("alice", PASSWORD));
        clock.advance(Duration.ofMinutes(5));
        assertDoesNotThrow(() -> login("alice", PASSWORD));
    }

    @Test
    void shouldRefuseNamesAndPasswordsOutOfBounds() {
        register("alice");
        refused(ErrorCode.USERNAME_TAKEN, () -> register("alice"));
        refused(ErrorCode.INVALID_FIELD, () -> register("Alice"));
        refused(ErrorCode.INVALID_FIELD, () -> register("a"));
        refused(
                ErrorCode.INVALID_FIELD,
                () -> accounts.register(new Accounts.Registration("bob", "too short", null), ADDRESS));
        refused(
                ErrorCode.INVALID_FIELD,
                () -> accounts.register(new Accounts.Registration("bob", null, null), ADDRESS));
        refused(
                ErrorCode.REGISTRATION_CLOSED,
                () -> accounts(false).register(new Accounts.Registration("bob", PASSWORD, null), ADDRESS));
    }

    @Test
    void shouldEndTheFamilyOfAReusedRefreshToken() {
        String first = register("alice").refreshToken();
        String second = accounts.refresh(first).refreshToken();
        refused(ErrorCode.REFRESH_TOKEN_REUSED, () -> accounts.refresh(first));
        refused(ErrorCode.REFRESH_TOKEN_INVALID, () -> accounts.refresh(second));
    }

    @Test
    void shouldLogOut() {
        String token = register("alice").refreshToken();
        accounts.logout(token);
        refused(ErrorCode.REFRESH_TOKEN_INVALID, () -> accounts.refresh(token));
        assertDoesNotThrow(() -> accounts.logout("never issued"));
    }

    @Test
    void shouldAcceptNoOtherTokenForAnAccessToken() {
        Accounts.LoggedIn alice = register("alice");
        Account account = accounts.account(alice.user().id());
        // Even with one key for both, a certificate is not an access token.
        String certificate = new CertificateAuthority(key, "https://talk.example", clock)
                .certify(account, Json.tree(SigningKey.generate().publicJwk().toJSONString()));
        refused(ErrorCode.UNAUTHENTICATED, () -> tokens.accountOf("Bearer " + certificate));
        refused(ErrorCode.UNAUTHENTICATED, () -> tokens.accountOf("Bearer " + alice.refreshToken()));
        refused(ErrorCode.UNAUTHENTICATED, () -> tokens.accountOf(alice.accessToken()));
        refused(ErrorCode.UNAUTHENTICATED, () -> tokens.accountOf(null));
        AccountTokens elsewhere = new AccountTokens(SigningKey.generate(), "https://talk.example", clock);
        refused(ErrorCode.UNAUTHENTICATED, () -> elsewhere.accountOf("Bearer " + alice.accessToken()));
        clock.advance(Duration.ofMinutes(15));
        refused(ErrorCode.TOKEN_EXPIRED, () -> tokens.accountOf("Bearer " + alice.accessToken()));
    }

    @Test
    void shouldCertifyPublicKeysOnly() {
        CertificateAuthority authority = new CertificateAuthority(SigningKey.generate(), "https://talk.example", clock);
        Account account = new Account("1", "alice", "Alice");
        for (String jwk : new String[] {"{}", "{\"kty\":\"RSA\"}", "[]", "\"text\""}) {
            refused(ErrorCode.INVALID_FIELD, () -> authority.certify(account, Json.tree(jwk)));
        }
        String withPrivatePart = SigningKey.generate()
                .publicJwk()
                .toJSONString()
                .replaceFirst("\\{", "{\"d\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\",");
        refused(ErrorCode.INVALID_FIELD, () -> authority.certify(account, Json.tree(withPrivatePart)));
    }

    private Accounts.LoggedIn register(String username) {
        return accounts.register(new Accounts.Registration(username, PASSWORD, null), ADDRESS);
    }

    private Accounts.LoggedIn login(String username, String password) {
        return accounts.login(new Accounts.Login(username, password), ADDRESS);
    }

    private static void refused(ErrorCode code, Executable attempt) {
        assertEquals(code, assertThrows(Refusal.class, attempt).code());
    }
}
