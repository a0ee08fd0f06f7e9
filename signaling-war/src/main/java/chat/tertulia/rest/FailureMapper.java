package chat.tertulia.rest;

import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Everything else that ends a request: what the container refuses, and our own faults, which tell nothing but an id. */
@Provider
public class FailureMapper implements ExceptionMapper<Exception> {
    private static final Logger LOG = Logger.getLogger(FailureMapper.class.getName());

    @Override
    public Response toResponse(Exception failure) {
        return switch (failure) {
            case Refusal refusal -> RefusalMapper.response(refusal);
            case WebApplicationException refused
            when refused.getCause() instanceof Refusal refusal -> RefusalMapper.response(refusal);
            case WebApplicationException refused
            when refused.getResponse().getStatus() < 500 -> refused(refused.getResponse());
            default -> broken(failure);
        };
    }

    private static Response refused(Response response) {
        Response answer = RefusalMapper.response(
                switch (response.getStatus()) {
                    case 401 -> Refusal.of(ErrorCode.UNAUTHENTICATED, "A token of this server is needed.");
                    case 403 -> Refusal.of(ErrorCode.FORBIDDEN, "Your role does not allow this.");
                    case 404 -> Refusal.of(ErrorCode.NOT_FOUND, "There is nothing at this address.");
                    case 405 -> Refusal.of(ErrorCode.METHOD_NOT_ALLOWED, "This address does not take this method.");
                    case 413 -> Refusal.of(ErrorCode.TOO_LARGE, "This body is too long.");
                    case 415 -> Refusal.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "This address does not take this type.");
                    default -> Refusal.of(ErrorCode.BAD_REQUEST, "This request is not what was expected.");
                });
        String allow = response.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }

    private static Response broken(Exception failure) {
        LOG.log(Level.SEVERE, failure, () -> "Request " + Correlation.current() + " failed");
        return RefusalMapper.response(
                Refusal.of(ErrorCode.INTERNAL, "Something broke here; the operator finds it by the correlation id."));
    }
}
