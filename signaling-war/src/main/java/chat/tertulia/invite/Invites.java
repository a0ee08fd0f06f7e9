package chat.tertulia.invite;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.TextRule;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Making, using and revoking invites. */
@Service
public class Invites {
    /** Without the characters that people mistake for one another when they read a code aloud. */
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

    private static final int CODE_LENGTH = 12;
    private static final Rate WRONG_GUESSES = Rate.perMinutes(20, 5);

    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final InviteStore store;
    private final Members members;
    private final RateLimits limits;
    private final Clock clock;

    @Inject
    public Invites(Database database, InviteStore store, Members members, RateLimits limits, Clock clock) {
        this.database = database;
        this.store = store;
        this.members = members;
        this.limits = limits;
        this.clock = clock;
    }

    record Wish(
            @Nullable Integer maxUses,
            @Nullable Integer expiresInHours,
            @Nullable String note) {}

    Invite create(String actorId, Wish wish) {
        Integer maxUses = within("maxUses", wish.maxUses(), 1000);
        Integer hours = within("expiresInHours", wish.expiresInHours(), 8760);
        String note = wish.note() == null ? "" : TextRule.line("note", 0, 200).require(wish.note());
        Invite invite = new Invite(
                newCode(),
                actorId,
                IsoTime.of(clock.instant()),
                hours == null ? null : IsoTime.of(clock.instant().plus(Duration.ofHours(hours))),
                maxUses,
                0,
                note,
                false);
        database.writing(tx -> {
            members.requirePermission(tx, actorId, Permission.MANAGE_INVITES);
            store.insert(tx, invite);
        });
        return invite;
    }

    List<Invite> list(String actorId) {
        return database.read(tx -> {
            members.requirePermission(tx, actorId, Permission.MANAGE_INVITES);
            return store.all(tx);
        });
    }

    void revoke(String actorId, String code) {
        database.writing(tx -> {
            members.requirePermission(tx, actorId, Permission.MANAGE_INVITES);
            if (!store.revoke(tx, code, IsoTime.of(clock.instant()))) {
                throw Refusal.of(ErrorCode.NOT_FOUND, "There is no such invite.");
            }
        });
    }

    /** A look at a usable invite, which uses nothing up but counts as a guess. */
    Invite peek(String code, String address) {
        return guessing(
                address,
                () -> database.read(tx -> store.usable(tx, code, IsoTime.of(clock.instant())))
                        .orElseThrow(Invites::invalid));
    }

    /** Counts one use within the transaction that lets the newcomer in: if that fails, nothing was used up. */
    public void consume(Tx tx, String code) {
        if (!store.consume(tx, code, IsoTime.of(clock.instant()))) {
            throw invalid();
        }
    }

    /** Runs work that tries a code. Wrong tries use up what an address may guess, right ones do not. */
    public <T> T guessing(String address, Supplier<T> work) {
        String key = "invite " + address;
        limits.take(key, WRONG_GUESSES);
        T result = work.get();
        limits.giveBack(key, WRONG_GUESSES);
        return result;
    }

    private static Refusal invalid() {
        return Refusal.of(ErrorCode.INVALID_INVITE, "This invite is not valid, or no longer.");
    }

    private static @Nullable Integer within(String field, @Nullable Integer value, int max) {
        if (value != null && (value < 1 || value > max)) {
            throw Refusal.field(field, "This takes 1 to " + max + ".");
        }
        return value;
    }

    private String newCode() {
        return random.ints(CODE_LENGTH, 0, ALPHABET.length())
                .mapToObj(index -> ALPHABET.substring(index, index + 1))
                .collect(Collectors.joining());
    }
}
