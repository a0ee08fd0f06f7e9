package chat.tertulia.picture;

import chat.tertulia.join.Caller;
import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.FileState;
import chat.tertulia.upload.Intake;
import chat.tertulia.upload.Purpose;
import chat.tertulia.upload.StoredFile;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/uploads/avatar}, {@code /banner} and {@code /icon} (docs/protocol.md §5). */
@Service
@Path("/api/uploads/{place: avatar|banner|icon}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"owner", "admin", "member", "guest"})
public class PictureResource {
    private static final Rate LIMIT = Rate.perSeconds(10, 60);

    private final Pictures pictures;
    private final Caller caller;
    private final RateLimits limits;

    @Inject
    public PictureResource(Pictures pictures, Caller caller, RateLimits limits) {
        this.pictures = pictures;
        this.caller = caller;
        this.limits = limits;
    }

    record Waiting(String fileId, FileState state) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response put(
            @PathParam("place") String place,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body) {
        String memberId = caller.memberId();
        limits.take("picture " + memberId, LIMIT);
        StoredFile file = pictures.put(new Intake(memberId, purpose(place), Correlation.current()), contentType, body);
        return Response.status(Response.Status.CREATED)
                .entity(new Waiting(file.fileId(), file.state()))
                .build();
    }

    @DELETE
    public Response remove(@PathParam("place") String place) {
        String memberId = caller.memberId();
        limits.take("picture " + memberId, LIMIT);
        pictures.remove(memberId, purpose(place));
        return Response.noContent().build();
    }

    /** @param place one of those in the path */
    private static Purpose purpose(String place) {
        return Purpose.valueOf(place.toUpperCase(Locale.ROOT));
    }
}
