package chat.tertulia.token;

import chat.tertulia.platform.Ids;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Families of refresh tokens: each login opens one, each use replaces its token, and a token that comes twice ends the
 * family (RFC 9700 §4.14.2), since of two who hold it one is a thief and nobody can tell which.
 */
@Service
public class RefreshTokens {
    private static final Duration LIFETIME = Duration.ofDays(30);

    private final RefreshTokenStore store;
    private final Clock clock;

    @Inject
    public RefreshTokens(RefreshTokenStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The first token of a new family. Only its hash is kept. */
    public record Opened(String familyId, String token) {}

    public Opened open(Tx tx, Realm realm, String subject) {
        Instant now = clock.instant();
        store.purge(tx, IsoTime.of(now));
        String familyId = Ids.next();
        store.insertFamily(tx, familyId, realm, subject, IsoTime.of(now));
        return new Opened(familyId, issue(tx, familyId, now));
    }

    public Rotation rotate(Tx tx, Realm realm, String token) {
        Instant now = clock.instant();
        Optional<RefreshTokenStore.Found> found = store.find(tx, realm, Secret.hash(token));
        if (found.isEmpty() || found.get().revoked() || found.get().expiresAt().compareTo(IsoTime.of(now)) <= 0) {
            return new Rotation.Unknown();
        }
        RefreshTokenStore.Found row = found.get();
        if (!store.markUsed(tx, Secret.hash(token), IsoTime.of(now))) {
            revoke(tx, row.familyId(), "refresh_token_reused");
            return new Rotation.Reused(row.familyId(), row.subject());
        }
        return new Rotation.Rotated(row.familyId(), row.subject(), issue(tx, row.familyId(), now));
    }

    private String issue(Tx tx, String familyId, Instant now) {
        String token = Secret.random();
        store.insertToken(tx, Secret.hash(token), familyId, IsoTime.of(now), IsoTime.of(now.plus(LIFETIME)));
        return token;
    }

    /** The family of a token, used or not; for logging out with it. */
    public Optional<String> familyOf(Tx tx, Realm realm, String token) {
        return store.find(tx, realm, Secret.hash(token)).map(RefreshTokenStore.Found::familyId);
    }

    public void revoke(Tx tx, String familyId, String reason) {
        store.revokeFamily(tx, familyId, reason, IsoTime.of(clock.instant()));
    }

    public void revokeAll(Tx tx, Realm realm, String subject, String reason) {
        store.revokeSubject(tx, realm, subject, reason, IsoTime.of(clock.instant()));
    }

    /** Whether the family exists, belongs to this subject and has not been revoked. */
    public boolean isLive(Tx tx, String familyId, String subject) {
        return store.isLive(tx, familyId, subject);
    }
}
