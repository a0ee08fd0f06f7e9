package chat.tertulia.token;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.util.Optional;

/** The tables {@code token_family} and {@code refresh_token}. */
@Service
public class RefreshTokenStore {
    record Found(String familyId, String subject, boolean revoked, String expiresAt) {}

    void insertFamily(Tx tx, String familyId, Realm realm, String subject, String now) {
        tx.handle()
                .createUpdate("""
                        insert into token_family (family_id, realm, subject, created_at)
                        values (:family, :realm, :subject, :now)""")
                .bind("family", familyId)
                .bind("realm", realm.stored())
                .bind("subject", subject)
                .bind("now", now)
                .execute();
    }

    void insertToken(Tx tx, String hash, String familyId, String now, String expiresAt) {
        tx.handle()
                .createUpdate("""
                        insert into refresh_token (token_hash, family_id, issued_at, expires_at)
                        values (:hash, :family, :now, :expires)""")
                .bind("hash", hash)
                .bind("family", familyId)
                .bind("now", now)
                .bind("expires", expiresAt)
                .execute();
    }

    Optional<Found> find(Tx tx, Realm realm, String hash) {
        return tx.handle()
                .createQuery("""
                        select f.family_id, f.subject, f.revoked_at, t.expires_at
                        from refresh_token t join token_family f on f.family_id = t.family_id
                        where t.token_hash = :hash and f.realm = :realm""")
                .bind("hash", hash)
                .bind("realm", realm.stored())
                .map((row, _) -> new Found(
                        row.getString("family_id"),
                        row.getString("subject"),
                        row.getString("revoked_at") != null,
                        row.getString("expires_at")))
                .findOne();
    }

    /** False when it was used before. One statement, so that of two at once only one wins. */
    boolean markUsed(Tx tx, String hash, String now) {
        return tx.handle()
                        .createUpdate(
                                "update refresh_token set used_at = :now where token_hash = :hash and used_at is null")
                        .bind("hash", hash)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    void revokeFamily(Tx tx, String familyId, String reason, String now) {
        tx.handle()
                .createUpdate("""
                        update token_family set revoked_at = :now, revoked_because = :reason
                        where family_id = :family and revoked_at is null""")
                .bind("family", familyId)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    void revokeSubject(Tx tx, Realm realm, String subject, String reason, String now) {
        tx.handle()
                .createUpdate("""
                        update token_family set revoked_at = :now, revoked_because = :reason
                        where realm = :realm and subject = :subject and revoked_at is null""")
                .bind("realm", realm.stored())
                .bind("subject", subject)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    boolean isLive(Tx tx, String familyId, String subject) {
        return tx.handle()
                .createQuery("""
                        select 1 from token_family
                        where family_id = :family and subject = :subject and revoked_at is null""")
                .bind("family", familyId)
                .bind("subject", subject)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Expired tokens, and the families that have none left. */
    void purge(Tx tx, String now) {
        tx.handle()
                .createUpdate("delete from refresh_token where expires_at <= :now")
                .bind("now", now)
                .execute();
        tx.handle().createUpdate("""
                        delete from token_family where not exists
                        (select 1 from refresh_token t where t.family_id = token_family.family_id)""").execute();
    }
}
