package chat.tertulia.account;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes, one lane: the OWASP minimum that a small machine can afford. Only as many
 * run at once as there are processors, so that a flood of logins cannot take the memory of the server.
 */
@Service
public class Passwords {
    private static final Argon2Function ARGON2ID = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    private static final int PATIENCE_SECONDS = 5;

    private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final String nobodysHash = hash("nobody has this password");

    public final String hash(String password) {
        return limited(
                () -> Password.hash(password).addRandomSalt(16).with(ARGON2ID).getResult());
    }

    /**
     * Whether this is the password behind the hash. Without a hash the answer is no, and takes as long: the time of an
     * answer must not tell which names exist.
     */
    public boolean matches(String password, Optional<String> hash) {
        boolean right = limited(() -> check(password, hash.orElse(nobodysHash)));
        return hash.isPresent() && right;
    }

    private static boolean check(String password, String hash) {
        return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    private <T> T limited(Supplier<T> work) {
        try {
            if (!running.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Refusal.of(ErrorCode.UNAVAILABLE, "Too many people are logging in just now; try again.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Refusal.of(ErrorCode.UNAVAILABLE, "The server is stopping.");
        }
        try {
            return work.get();
        } finally {
            running.release();
        }
    }
}
