package chat.tertulia.invite;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.settings.Settings;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What somebody with an invite may know before joining. */
@Service
@Path("/api/invites")
@Produces(MediaType.APPLICATION_JSON)
public class InviteResource {
    private final Invites invites;
    private final Database database;
    private final Settings settings;
    private final Members members;

    @Inject
    public InviteResource(Invites invites, Database database, Settings settings, Members members) {
        this.invites = invites;
        this.database = database;
        this.settings = settings;
        this.members = members;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Welcome(
            String code,
            String serverName,
            int memberCount,
            @Nullable String expiresAt) {}

    @GET
    @Path("{code}")
    public Welcome welcome(@PathParam("code") String code, @Context HttpServletRequest request) {
        Invite invite = invites.peek(code, request.getRemoteAddr());
        return database.read(
                tx -> new Welcome(invite.code(), settings.view(tx).name(), members.count(tx), invite.expiresAt()));
    }
}
