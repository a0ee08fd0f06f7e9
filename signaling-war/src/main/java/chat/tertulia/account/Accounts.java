package chat.tertulia.account;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.TextRule;
import chat.tertulia.token.Realm;
import chat.tertulia.token.RefreshTokens;
import chat.tertulia.token.Rotation;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Registration, login and what follows from them. */
@Service
public class Accounts {
    private static final Rate REGISTRATIONS = Rate.perMinutes(60, 10);
    private static final Rate FAILURES_OF_A_NAME = Rate.perMinutes(10, 5);
    private static final Rate FAILURES_OF_AN_ADDRESS = Rate.perMinutes(60, 5);
    private static final Pattern USERNAME = Pattern.compile("[a-z0-9_.-]{2,32}");

    private final Database database;
    private final AccountStore store;
    private final Passwords passwords;
    private final AccountTokens tokens;
    private final RefreshTokens refreshTokens;
    private final RateLimits limits;
    private final boolean open;
    private final Clock clock;
    private final LongAdder logins = new LongAdder();

    /** What this service puts together. */
    @Service
    public record Parts(AccountStore store, Passwords passwords, AccountTokens tokens, RefreshTokens refreshTokens) {
        @Inject
        public Parts {}
    }

    @Inject
    public Accounts(Database database, Parts parts, RateLimits limits, ServerConfig config, Clock clock) {
        this.database = database;
        this.store = parts.store();
        this.passwords = parts.passwords();
        this.tokens = parts.tokens();
        this.refreshTokens = parts.refreshTokens();
        this.limits = limits;
        this.open = config.openRegistration();
        this.clock = clock;
    }

    record Registration(
            @Nullable String username,
            @Nullable String password,
            @Nullable String displayName) {}

    record Login(@Nullable String username, @Nullable String password) {}

    record User(String id, String username, String displayName) {
        static User of(Account account) {
            return new User(account.accountId(), account.username(), account.displayName());
        }
    }

    record LoggedIn(User user, String accessToken, String refreshToken, long expiresIn) {}

    LoggedIn register(Registration wish, String address) {
        if (!open) {
            throw Refusal.of(ErrorCode.REGISTRATION_CLOSED, "This server takes no new accounts.");
        }
        String username = username(wish.username());
        String password = TextRule.lines("password", 10, 256).require(wish.password());
        String displayName = wish.displayName() == null
                ? username
                : TextRule.line("displayName", 1, 50).require(wish.displayName());
        limits.take("register " + address, REGISTRATIONS);
        Account account = new Account(Ids.next(), username, displayName);
        // Hashed before the transaction: it takes a while, and there is one writer.
        String hash = passwords.hash(password);
        return database.write(tx -> {
            if (!store.insert(tx, account, hash, IsoTime.of(clock.instant()))) {
                throw Refusal.of(ErrorCode.USERNAME_TAKEN, "This name is taken.");
            }
            return loggedIn(
                    account,
                    refreshTokens.open(tx, Realm.ACCOUNT, account.accountId()).token());
        });
    }

    LoggedIn login(Login login, String address) {
        String username = username(login.username());
        String password = TextRule.lines("password", 1, 256).require(login.password());
        String byName = "login " + address + " " + username;
        String byAddress = "login " + address;
        limits.take(byName, FAILURES_OF_A_NAME);
        limits.take(byAddress, FAILURES_OF_AN_ADDRESS);
        Optional<AccountStore.Credentials> found = database.read(tx -> store.credentials(tx, username));
        boolean right = passwords.matches(password, found.map(AccountStore.Credentials::passwordHash));
        if (!right) {
            throw Refusal.of(ErrorCode.BAD_CREDENTIALS, "The name or the password is wrong.");
        }
        limits.giveBack(byName, FAILURES_OF_A_NAME);
        limits.giveBack(byAddress, FAILURES_OF_AN_ADDRESS);
        logins.increment();
        Account account = found.orElseThrow().account();
        return database.write(tx -> loggedIn(
                account,
                refreshTokens.open(tx, Realm.ACCOUNT, account.accountId()).token()));
    }

    LoggedIn refresh(String refreshToken) {
        Rotation rotation = database.write(tx -> refreshTokens.rotate(tx, Realm.ACCOUNT, refreshToken));
        return switch (rotation) {
            case Rotation.Rotated rotated -> loggedIn(account(rotated.subject()), rotated.token());
            case Rotation.Unknown() ->
                throw Refusal.of(ErrorCode.REFRESH_TOKEN_INVALID, "This login is over; log in again.");
            case Rotation.Reused _ ->
                throw Refusal.of(
                        ErrorCode.REFRESH_TOKEN_REUSED, "This token was used before; all logins from it are over.");
        };
    }

    /** A token that nobody knows is fine: whoever showed it is logged out. */
    void logout(String refreshToken) {
        database.writing(tx -> refreshTokens
                .familyOf(tx, Realm.ACCOUNT, refreshToken)
                .ifPresent(family -> refreshTokens.revoke(tx, family, "logout")));
    }

    /** The account behind a verified token. */
    public Account account(String accountId) {
        return database.read(tx -> store.find(tx, accountId))
                .orElseThrow(() -> Refusal.of(ErrorCode.UNAUTHENTICATED, "This account is gone."));
    }

    /** Successful password logins since the start. */
    public long logins() {
        return logins.sum();
    }

    private LoggedIn loggedIn(Account account, String refreshToken) {
        return new LoggedIn(
                User.of(account), tokens.issue(account.accountId()), refreshToken, AccountTokens.LIFETIME.toSeconds());
    }

    private static String username(@Nullable String proposed) {
        if (proposed == null || !USERNAME.matcher(proposed).matches()) {
            throw Refusal.field("username", "A name has 2 to 32 of the characters a-z, 0-9, _ . and -");
        }
        return proposed;
    }
}
