package chat.tertulia.upload;

import chat.tertulia.join.Caller;
import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.UploadResource.Uploaded;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/uploads/sessions}: files in parts (docs/protocol.md §5). */
@Service
@Path("/api/uploads/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"owner", "admin", "member", "guest"})
public class UploadSessionResource {
    private static final Rate BEGUN = Rate.perSeconds(30, 60);
    private static final Rate PARTS = Rate.perSeconds(300, 60);

    private final UploadSessions sessions;
    private final Caller caller;
    private final RateLimits limits;

    @Inject
    public UploadSessionResource(UploadSessions sessions, Caller caller, RateLimits limits) {
        this.sessions = sessions;
        this.caller = caller;
        this.limits = limits;
    }

    record Wanted(@Nullable List<@Nullable Integer> parts) {
        List<Integer> required() {
            List<Integer> numbers = new ArrayList<>();
            for (Integer number : parts == null ? List.<@Nullable Integer>of() : parts) {
                if (number == null) {
                    throw Refusal.field("parts", "Each entry is the number of a part.");
                }
                numbers.add(number);
            }
            return numbers;
        }
    }

    record Addresses(List<UploadSessions.Address> urls) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response open(UploadSessions.Request request) {
        String memberId = caller.memberId();
        limits.take("upload " + memberId, BEGUN);
        return created(sessions.open(memberId, request, Correlation.current()));
    }

    @GET
    @Path("/{uploadId}")
    public UploadSessions.View view(@PathParam("uploadId") String uploadId) {
        return sessions.view(caller.memberId(), uploadId);
    }

    @POST
    @Path("/{uploadId}/urls")
    @Consumes(MediaType.APPLICATION_JSON)
    public Addresses addresses(@PathParam("uploadId") String uploadId, Wanted wanted) {
        limits.take("upload part " + caller.memberId(), PARTS);
        return new Addresses(sessions.addresses(caller.memberId(), uploadId, wanted.required()));
    }

    @PUT
    @Path("/{uploadId}/parts/{part: [0-9]{1,5}}")
    @Consumes(MediaType.WILDCARD)
    public Response part(@PathParam("uploadId") String uploadId, @PathParam("part") int part, InputStream body) {
        limits.take("upload part " + caller.memberId(), PARTS);
        sessions.put(caller.memberId(), uploadId, part, body);
        return Response.noContent().build();
    }

    @POST
    @Path("/{uploadId}/complete")
    @Consumes(MediaType.WILDCARD)
    public Response complete(@PathParam("uploadId") String uploadId) {
        return created(Uploaded.of(sessions.complete(caller.memberId(), uploadId)));
    }

    @DELETE
    @Path("/{uploadId}")
    public Response cancel(@PathParam("uploadId") String uploadId) {
        sessions.cancel(caller.memberId(), uploadId);
        return Response.noContent().build();
    }

    private static Response created(Object entity) {
        return Response.status(Response.Status.CREATED).entity(entity).build();
    }
}
