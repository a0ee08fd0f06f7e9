package chat.tertulia.join;

import chat.tertulia.member.Roster;
import chat.tertulia.platform.Service;
import chat.tertulia.server.MemberView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET /api/members}, for members. Lives here because only this package knows who calls. */
@Service
@Path("/api/members")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"owner", "admin", "member", "guest"})
public class MembersResource {
    private final Roster roster;
    private final Caller caller;

    @Inject
    public MembersResource(Roster roster, Caller caller) {
        this.roster = roster;
        this.caller = caller;
    }

    record Members(String me, List<MemberView> members) {}

    @GET
    public Members members() {
        return new Members(caller.memberId(), roster.active());
    }
}
