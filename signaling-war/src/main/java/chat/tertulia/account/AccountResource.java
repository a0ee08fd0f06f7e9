package chat.tertulia.account;

import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code /api/auth}: docs/protocol.md §2. */
@Service
@Path("/api/auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {
    private final Accounts accounts;
    private final AccountTokens tokens;

    @Inject
    public AccountResource(Accounts accounts, AccountTokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    record Refresh(@Nullable String refreshToken) {
        String required() {
            if (refreshToken == null) {
                throw Refusal.field("refreshToken", "A refresh token is needed.");
            }
            return refreshToken;
        }
    }

    @POST
    @Path("register")
    public Response register(Accounts.Registration wish, @Context HttpServletRequest request) {
        return secret(
                Response.status(Response.Status.CREATED).entity(accounts.register(wish, request.getRemoteAddr())));
    }

    @POST
    @Path("login")
    public Response login(Accounts.Login login, @Context HttpServletRequest request) {
        return secret(Response.ok(accounts.login(login, request.getRemoteAddr())));
    }

    @POST
    @Path("refresh")
    public Response refresh(Refresh refresh) {
        return secret(Response.ok(accounts.refresh(refresh.required())));
    }

    @POST
    @Path("logout")
    public Response logout(Refresh refresh) {
        accounts.logout(refresh.required());
        return Response.noContent().build();
    }

    @GET
    @Path("me")
    public Accounts.User me(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return Accounts.User.of(accounts.account(tokens.accountOf(authorization)));
    }

    private static Response secret(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
