package chat.tertulia.upload;

import chat.tertulia.join.Caller;
import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /api/uploads} (docs/protocol.md §5). */
@Service
@Path("/api/uploads")
@RolesAllowed({"owner", "admin", "member", "guest"})
public class UploadResource {
    private static final Rate UPLOADS = Rate.perSeconds(30, 60);

    private final UploadService uploads;
    private final FileDownload downloads;
    private final Caller caller;
    private final RateLimits limits;

    @Inject
    public UploadResource(UploadService uploads, FileDownload downloads, Caller caller, RateLimits limits) {
        this.uploads = uploads;
        this.downloads = downloads;
        this.caller = caller;
        this.limits = limits;
    }

    record Uploaded(String fileId, String name, String mime, long size, FileState state) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    public Response upload(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, InputStream body) {
        String memberId = caller.memberId();
        limits.take("upload " + memberId, UPLOADS);
        StoredFile file = uploads.upload(memberId, contentType, body, Correlation.current());
        return Response.status(Response.Status.CREATED)
                .entity(new Uploaded(file.fileId(), file.name(), file.mime(), file.size(), file.state()))
                .build();
    }

    @GET
    @Path("/{fileId}")
    @Produces(MediaType.APPLICATION_JSON)
    public Attachment attachment(@PathParam("fileId") String fileId) {
        return downloads.attachment(caller.memberId(), fileId);
    }

    @GET
    @Path("/files/{fileId}")
    public Response file(
            @PathParam("fileId") String fileId,
            @QueryParam("thumb") @Nullable String thumb,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        FileDownload.Offer offer = downloads.offer(caller.memberId(), fileId, "1".equals(thumb));
        if (offer.etag().equals(ifNoneMatch)) {
            return guarded(Response.notModified(), offer).build();
        }
        // RFC 9110 §13.1.5: a range of another version would be glued to the wrong bytes.
        boolean same = ifRange == null || ifRange.equals(offer.etag());
        return answer(offer, ByteRange.parse(same ? range : null, offer.size()));
    }

    private Response answer(FileDownload.Offer offer, ByteRange range) {
        return switch (range) {
            case ByteRange.Whole _ -> body(Response.ok(), offer, range, offer.size());
            case ByteRange.Part part ->
                body(
                        Response.status(Response.Status.PARTIAL_CONTENT)
                                .header(
                                        "Content-Range",
                                        "bytes " + part.first() + "-" + part.last() + "/" + offer.size()),
                        offer,
                        range,
                        part.length());
            case ByteRange.Unsatisfiable _ ->
                guarded(Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE), offer)
                        .header("Content-Range", "bytes */" + offer.size())
                        .build();
        };
    }

    private Response body(Response.ResponseBuilder response, FileDownload.Offer offer, ByteRange range, long length) {
        // Opened before the status goes out, so that an absent store is an error and not half an answer.
        InputStream bytes = downloads.open(offer, range);
        StreamingOutput stream = out -> {
            try (bytes) {
                bytes.transferTo(out);
            }
        };
        return guarded(response, offer)
                .type(offer.mime())
                .header(HttpHeaders.CONTENT_LENGTH, length)
                .header("Accept-Ranges", "bytes")
                .entity(stream)
                .build();
    }

    /** What keeps a file from acting as a page of this origin, or from staying in a shared cache. */
    private static Response.ResponseBuilder guarded(Response.ResponseBuilder response, FileDownload.Offer offer) {
        return response.header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CONTENT_DISPOSITION, offer.disposition())
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=3600")
                .header(HttpHeaders.ETAG, offer.etag());
    }
}
