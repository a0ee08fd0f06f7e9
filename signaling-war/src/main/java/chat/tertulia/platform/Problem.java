package chat.tertulia.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one error envelope: body of {@code application/problem+json} on REST, the acknowledgement or {@code *:error} event
 * on sockets.
 *
 * @param error stable code, see {@link ErrorCode}
 * @param message for people
 * @param field name of the offending member of the request
 * @param retryAfterMs milliseconds to wait before the next try
 * @param used bytes in use, when a quota refused
 * @param limit bytes that the quota allows
 * @param correlationId the same id as in the server's log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        boolean ok,
        String error,
        @Nullable String message,
        @Nullable String field,
        @Nullable Long retryAfterMs,
        @Nullable Long used,
        @Nullable Long limit,
        String correlationId) {

    public static Problem of(Refusal refusal, String correlationId) {
        Duration wait = refusal.retryAfter();
        Refusal.Usage usage = refusal.usage();
        return new Problem(
                false,
                refusal.code().wire(),
                refusal.getMessage(),
                refusal.field(),
                wait == null ? null : wait.toMillis(),
                usage == null ? null : usage.used(),
                usage == null ? null : usage.limit(),
                correlationId);
    }
}
