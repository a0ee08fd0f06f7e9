package chat.tertulia.upload;

import chat.tertulia.join.Caller;
import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /api/uploads}: a file in one request, and what is known of one (docs/protocol.md §5). */
@Service
@Path("/api/uploads")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"owner", "admin", "member", "guest"})
public class UploadResource {
    private static final Rate UPLOADS = Rate.perSeconds(30, 60);

    private final UploadService uploads;
    private final FileDownload downloads;
    private final FileQuota quota;
    private final Caller caller;
    private final RateLimits limits;

    @Inject
    public UploadResource(
            UploadService uploads, FileDownload downloads, FileQuota quota, Caller caller, RateLimits limits) {
        this.uploads = uploads;
        this.downloads = downloads;
        this.quota = quota;
        this.caller = caller;
        this.limits = limits;
    }

    record Uploaded(String fileId, String name, String mime, long size, FileState state) {
        static Uploaded of(StoredFile file) {
            return new Uploaded(file.fileId(), file.name(), file.mime(), file.size(), file.state());
        }
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, InputStream body) {
        String memberId = caller.memberId();
        limits.take("upload " + memberId, UPLOADS);
        Intake intake = new Intake(memberId, Purpose.ATTACHMENT, Correlation.current());
        StoredFile file = uploads.upload(intake, contentType, body, Intake.Place.none());
        return Response.status(Response.Status.CREATED)
                .entity(Uploaded.of(file))
                .build();
    }

    /** What is no attachment has its own address, where it is given its place at once. */
    static void requireAttachment(@Nullable String purpose) {
        if (purpose != null && !purpose.equals(Purpose.ATTACHMENT.wire())) {
            throw Refusal.field("purpose", "Only attachments are uploaded here.");
        }
    }

    @GET
    @Path("/quota")
    public FileQuota.View quota() {
        return quota.view(caller.memberId());
    }

    @GET
    @Path("/{fileId}")
    public Attachment attachment(@PathParam("fileId") String fileId) {
        return downloads.attachment(caller.memberId(), fileId);
    }
}
