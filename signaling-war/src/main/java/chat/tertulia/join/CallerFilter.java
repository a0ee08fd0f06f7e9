package chat.tertulia.join;

import chat.tertulia.gateway.Principal;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Looks behind each verified token: a session that was revoked, or whose member was removed, ends at the next request and
 * not when its token expires. Injected into fields, because RESTEasy makes providers through an empty constructor only.
 */
@Service
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public class CallerFilter implements ContainerRequestFilter {
    @Inject
    Database database;

    @Inject
    Sessions sessions;

    @Inject
    Caller caller;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getSecurityContext().getUserPrincipal() instanceof JsonWebToken token) {
            if (!(token.getClaim(ServerTokens.SESSION) instanceof String sessionId) || token.getSubject() == null) {
                throw Refusal.of(ErrorCode.UNAUTHENTICATED, "This is not a token of this server.");
            }
            Principal principal = new Principal(token.getSubject(), sessionId);
            database.read(tx -> sessions.living(tx, principal));
            caller.is(principal);
        }
    }
}
