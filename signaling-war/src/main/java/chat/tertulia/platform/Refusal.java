package chat.tertulia.platform;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request refused for a reason that its sender may know. Ends one request, never a connection. Carries no stack trace:
 * a refusal is an answer, not a bug.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String field;
    private final @Nullable Duration retryAfter;
    private final @Nullable Usage usage;

    /** What is used of a limit, in bytes. */
    public record Usage(long used, long limit) implements Serializable {}

    private Refusal(
            ErrorCode code,
            String message,
            @Nullable String field,
            @Nullable Duration retryAfter,
            @Nullable Usage usage) {
        super(message, null, false, false);
        this.code = code;
        this.field = field;
        this.retryAfter = retryAfter;
        this.usage = usage;
    }

    /** @param message for people, in English; shown when the client has no text of its own for the code */
    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, null, null, null);
    }

    public static Refusal field(String field, String message) {
        return new Refusal(ErrorCode.INVALID_FIELD, message, field, null, null);
    }

    public static Refusal rateLimited(Duration retryAfter) {
        return new Refusal(ErrorCode.RATE_LIMITED, "Too many requests; wait a moment.", null, retryAfter, null);
    }

    public static Refusal quota(Usage usage, String message) {
        return new Refusal(ErrorCode.QUOTA_EXCEEDED, message, null, null, usage);
    }

    public ErrorCode code() {
        return code;
    }

    public @Nullable String field() {
        return field;
    }

    public @Nullable Usage usage() {
        return usage;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
