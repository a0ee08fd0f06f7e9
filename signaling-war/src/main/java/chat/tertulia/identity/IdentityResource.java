package chat.tertulia.identity;

import chat.tertulia.account.AccountTokens;
import chat.tertulia.account.Accounts;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Certificates for who has an account, keys for everybody. */
@Service
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class IdentityResource {
    private final CertificateAuthority authority;
    private final Accounts accounts;
    private final AccountTokens tokens;

    @Inject
    public IdentityResource(CertificateAuthority authority, Accounts accounts, AccountTokens tokens) {
        this.authority = authority;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    record CertificateRequest(@Nullable JsonNode jwk) {}

    record Certified(String certificate) {}

    @POST
    @Path("api/v1/certificate")
    @Consumes(MediaType.APPLICATION_JSON)
    public Certified certify(
            CertificateRequest request, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        String accountId = tokens.accountOf(authorization);
        JsonNode jwk = request.jwk();
        if (jwk == null) {
            throw Refusal.field("jwk", "A public key is needed.");
        }
        return new Certified(authority.certify(accounts.account(accountId), jwk));
    }

    @GET
    @Path(".well-known/jwks.json")
    public Response keys() {
        return Response.ok(new JWKSet(authority.publicJwk()).toString())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
