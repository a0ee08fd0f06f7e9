package chat.tertulia.join;

import chat.tertulia.gateway.Principal;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/**
 * The member behind a REST request: MicroProfile JWT has verified the token, and the session was found alive. Resources
 * inject it and ask; there is nobody behind a request without a token.
 *
 * <p>Owned by: the thread of the request.
 */
@RequestScoped
public class Caller {
    private @Nullable Principal principal;

    void is(Principal proven) {
        principal = proven;
    }

    /** The member id, or {@code unauthenticated}. */
    public String memberId() {
        return principal().memberId();
    }

    public String sessionId() {
        return principal().sessionId();
    }

    private Principal principal() {
        if (principal == null) {
            throw Refusal.of(ErrorCode.UNAUTHENTICATED, "A token of this server is needed.");
        }
        return principal;
    }
}
