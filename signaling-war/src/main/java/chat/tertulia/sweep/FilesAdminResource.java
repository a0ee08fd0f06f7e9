package chat.tertulia.sweep;

import chat.tertulia.join.Caller;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Service;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code /api/admin}: files, sweeps and dead letters (docs/sweep.md). */
@Service
@Path("/api/admin")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"owner", "admin", "member", "guest"})
public class FilesAdminResource {
    private static final Rate RATE = Rate.perSeconds(60, 60);

    private final FilesAdmin admin;
    private final SweepKeeper keeper;
    private final Caller caller;
    private final RateLimits limits;

    @Inject
    public FilesAdminResource(FilesAdmin admin, SweepKeeper keeper, Caller caller, RateLimits limits) {
        this.admin = admin;
        this.keeper = keeper;
        this.caller = caller;
        this.limits = limits;
    }

    record Wish(@Nullable Boolean dryRun) {}

    record Begun(String sweepId) {}

    @GET
    @Path("/files")
    public FilesAdmin.Overview files() {
        return admin.overview(actor());
    }

    /** What does not say that it shall delete only counts. */
    @POST
    @Path("/sweeps")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response sweep(Wish wish) {
        String sweepId = admin.sweep(actor(), !Boolean.FALSE.equals(wish.dryRun()));
        keeper.wake();
        return Response.accepted(new Begun(sweepId)).build();
    }

    @POST
    @Path("/dead-letters/{function}/{id}/retry")
    public Response retry(@PathParam("function") String function, @PathParam("id") String id) {
        return Response.accepted(admin.retry(actor(), function, id)).build();
    }

    private String actor() {
        String memberId = caller.memberId();
        limits.take("files-admin " + memberId, RATE);
        return memberId;
    }
}
