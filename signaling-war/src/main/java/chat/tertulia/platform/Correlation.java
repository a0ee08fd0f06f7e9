package chat.tertulia.platform;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties an answer to the lines in the log that belong to it. */
public final class Correlation {
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();
    private static final Predicate<String> ACCEPTABLE =
            Pattern.compile("[A-Za-z0-9._-]{1,64}").asMatchPredicate();

    private Correlation() {}

    /** The id of the request that this thread works on; a fresh one where there is no request. */
    public static String current() {
        return CURRENT.isBound() ? CURRENT.get() : Ids.next();
    }

    /** Runs work as part of the request with this id. */
    public static <X extends Exception> void run(String id, ScopedValue.CallableOp<Boolean, X> work) throws X {
        ScopedValue.where(CURRENT, id).call(work);
    }

    /** What a client proposed, when it is harmless in a log line and a header; otherwise a fresh id. */
    public static String accept(@Nullable String proposed) {
        return proposed != null && ACCEPTABLE.test(proposed) ? proposed : Ids.next();
    }
}
