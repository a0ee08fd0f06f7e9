package chat.tertulia.join;

import chat.tertulia.platform.Service;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** This server to strangers, and its public key to the container that verifies its tokens. */
@Service
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ServerResource {
    private final ServerInfo info;
    private final ServerKey key;

    @Inject
    public ServerResource(ServerInfo info, ServerKey key) {
        this.info = info;
        this.key = key;
    }

    @GET
    @Path("api/server")
    public ServerInfo.ServerCard server() {
        return info.info();
    }

    @GET
    @Path("internal/jwks.json")
    public String keys() {
        return new JWKSet(key.publicJwk()).toString();
    }
}
