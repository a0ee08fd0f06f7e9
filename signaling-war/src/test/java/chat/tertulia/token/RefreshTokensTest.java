package chat.tertulia.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefreshTokensTest {
    private final MutableClock clock = new MutableClock();
    private final RefreshTokens tokens = new RefreshTokens(new RefreshTokenStore(), clock);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit calls open before every test
    private Database database;

    @BeforeEach
    void open() {
        database = Database.inFolder(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldRotate() {
        RefreshTokens.Opened opened = openFamily();
        Rotation.Rotated next = assertInstanceOf(Rotation.Rotated.class, rotate(opened.token()));
        assertEquals("alice", next.subject());
        assertEquals(opened.familyId(), next.familyId());
        assertInstanceOf(Rotation.Rotated.class, rotate(next.token()));
    }

    @Test
    void shouldEndTheFamilyOfATokenThatComesTwice() {
        RefreshTokens.Opened opened = openFamily();
        RefreshTokens.Opened other = openFamily();
        Rotation.Rotated next = assertInstanceOf(Rotation.Rotated.class, rotate(opened.token()));

        assertInstanceOf(Rotation.Reused.class, rotate(opened.token()));
        assertInstanceOf(Rotation.Unknown.class, rotate(next.token()));
        assertFalse(isLive(opened.familyId()));
        assertTrue(isLive(other.familyId()));
    }

    @Test
    void shouldNotKnowExpiredForeignOrInventedTokens() {
        RefreshTokens.Opened opened = openFamily();
        assertInstanceOf(
                Rotation.Unknown.class, database.write(tx -> tokens.rotate(tx, Realm.ACCOUNT, opened.token())));
        assertInstanceOf(Rotation.Unknown.class, rotate("invented"));
        clock.advance(Duration.ofDays(30));
        assertInstanceOf(Rotation.Unknown.class, rotate(opened.token()));
    }

    @Test
    void shouldRevokeAllOfASubject() {
        RefreshTokens.Opened one = openFamily();
        RefreshTokens.Opened two = openFamily();
        database.writing(tx -> tokens.revokeAll(tx, Realm.SERVER, "alice", "kicked"));
        assertInstanceOf(Rotation.Unknown.class, rotate(one.token()));
        assertInstanceOf(Rotation.Unknown.class, rotate(two.token()));
    }

    @Test
    void shouldForgetFamiliesThatHaveExpired() {
        RefreshTokens.Opened old = openFamily();
        clock.advance(Duration.ofDays(30));
        RefreshTokens.Opened fresh = openFamily();
        assertFalse(isLive(old.familyId()));
        assertTrue(isLive(fresh.familyId()));
    }

    private RefreshTokens.Opened openFamily() {
        return database.write(tx -> tokens.open(tx, Realm.SERVER, "alice"));
    }

    private Rotation rotate(String token) {
        return database.write(tx -> tokens.rotate(tx, Realm.SERVER, token));
    }

    private boolean isLive(String familyId) {
        return database.read(tx -> tokens.isLive(tx, familyId, "alice"));
    }
}
