package chat.tertulia.invite;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table {@code invite}. */
@Service
public class InviteStore {
    private static final String COLUMNS = "code, created_by, created_at, expires_at, max_uses, uses, note, revoked_at";
    private static final String USABLE = """
             code = :code and revoked_at is null
            and (expires_at is null or expires_at > :now) and (max_uses is null or uses < max_uses)""";

    void insert(Tx tx, Invite invite) {
        tx.handle()
                .createUpdate("""
                        insert into invite (code, created_by, created_at, expires_at, max_uses, uses, note)
                        values (:code, :by, :at, :expires, :max, 0, :note)""")
                .bind("code", invite.code())
                .bind("by", invite.createdBy())
                .bind("at", invite.createdAt())
                .bind("expires", invite.expiresAt())
                .bind("max", invite.maxUses())
                .bind("note", invite.note())
                .execute();
    }

    List<Invite> all(Tx tx) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from invite order by created_at desc limit 500")
                .map((row, _) -> invite(row))
                .list();
    }

    Optional<Invite> usable(Tx tx, String code, String now) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from invite where" + USABLE)
                .bind("code", code)
                .bind("now", now)
                .map((row, _) -> invite(row))
                .findOne();
    }

    /** Counts one use; false when there was none left. One statement, so that two cannot share the last one. */
    boolean consume(Tx tx, String code, String now) {
        return tx.handle()
                        .createUpdate("update invite set uses = uses + 1 where" + USABLE)
                        .bind("code", code)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    boolean revoke(Tx tx, String code, String now) {
        return tx.handle()
                        .createUpdate("update invite set revoked_at = coalesce(revoked_at, :now) where code = :code")
                        .bind("code", code)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static Invite invite(ResultSet row) throws SQLException {
        int maxUses = row.getInt("max_uses");
        boolean unlimited = row.wasNull();
        return new Invite(
                row.getString("code"),
                row.getString("created_by"),
                row.getString("created_at"),
                row.getString("expires_at"),
                unlimited ? null : maxUses,
                row.getInt("uses"),
                row.getString("note"),
                row.getString("revoked_at") != null);
    }
}
