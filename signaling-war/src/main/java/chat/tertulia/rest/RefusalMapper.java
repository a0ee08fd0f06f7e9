package chat.tertulia.rest;

import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Refusals as problem details. */
@Provider
public class RefusalMapper implements ExceptionMapper<Refusal> {
    @Override
    public Response toResponse(Refusal refusal) {
        return response(refusal);
    }

    static Response response(Refusal refusal) {
        Response.ResponseBuilder answer = Response.status(refusal.code().status())
                .type(ProblemDetails.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(ProblemDetails.of(refusal, Correlation.current()));
        if (refusal.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, ProblemDetails.retryAfterSeconds(refusal.retryAfter()));
        }
        return answer.build();
    }
}
