package chat.tertulia.rest;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Problem;
import chat.tertulia.platform.Refusal;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;

/** Our error envelope and the members of RFC 9457 beside it. The type is about:blank: the code in {@code error} says more. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProblemDetails(
        String type,
        String title,
        int status,
        @JsonUnwrapped Problem problem) {
    static final String MEDIA_TYPE = "application/problem+json";

    static ProblemDetails of(Refusal refusal, String correlationId) {
        ErrorCode code = refusal.code();
        return new ProblemDetails("about:blank", title(code), code.status(), Problem.of(refusal, correlationId));
    }

    /** Seconds for the Retry-After header (RFC 9110 §10.2.3), rounded up. */
    static long retryAfterSeconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    private static String title(ErrorCode code) {
        String words = code.wire().replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
