package chat.tertulia.account;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The table {@code account}. */
@Service
public class AccountStore {
    record Credentials(Account account, String passwordHash) {}

    /** False when the name is taken. */
    boolean insert(Tx tx, Account account, String passwordHash, String now) {
        return tx.handle()
                        .createUpdate("""
                                insert into account (account_id, username, display_name, password_hash, created_at)
                                values (:id, :username, :display, :hash, :now)
                                on conflict (username) do nothing""")
                        .bind("id", account.accountId())
                        .bind("username", account.username())
                        .bind("display", account.displayName())
                        .bind("hash", passwordHash)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<Account> find(Tx tx, String accountId) {
        return tx.handle()
                .createQuery("select account_id, username, display_name from account where account_id = :id")
                .bind("id", accountId)
                .map((row, _) -> account(row))
                .findOne();
    }

    Optional<Credentials> credentials(Tx tx, String username) {
        return tx.handle()
                .createQuery("""
                        select account_id, username, display_name, password_hash
                        from account where username = :username""")
                .bind("username", username)
                .map((row, _) -> new Credentials(account(row), row.getString("password_hash")))
                .findOne();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(row.getString("account_id"), row.getString("username"), row.getString("display_name"));
    }
}
