package chat.tertulia.upload;

import chat.tertulia.join.Caller;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.FileDownload.Form;
import chat.tertulia.upload.FileDownload.Offer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /api/uploads/files/{fileId}}: a file's bytes (docs/protocol.md §5). */
@Service
@Path("/api/uploads/files/{fileId}")
@RolesAllowed({"owner", "admin", "member", "guest"})
public class FileResource {
    private final FileDownload downloads;
    private final Caller caller;

    @Inject
    public FileResource(FileDownload downloads, Caller caller) {
        this.downloads = downloads;
        this.caller = caller;
    }

    @GET
    public Response file(
            @PathParam("fileId") String fileId,
            @QueryParam("thumb") @Nullable String thumb,
            @QueryParam("download") @Nullable String download,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Offer offer = downloads.offer(caller.memberId(), fileId, Form.of(thumb, download));
        if (EntityTag.isAmong(offer.etag(), ifNoneMatch)) {
            return guarded(Response.notModified(), offer).build();
        }
        // RFC 9110 §13.1.5: a range of another version would be glued to the wrong bytes.
        boolean same = ifRange == null || ifRange.strip().equals(offer.etag());
        return answer(offer, ByteRange.parse(same ? range : null, offer.size()));
    }

    /** Said without asking the store: an answer to HEAD has no body that would ever be closed. */
    @HEAD
    public Response describe(
            @PathParam("fileId") String fileId,
            @QueryParam("thumb") @Nullable String thumb,
            @QueryParam("download") @Nullable String download) {
        Offer offer = downloads.offer(caller.memberId(), fileId, Form.of(thumb, download));
        return described(Response.ok(), offer, offer.size()).build();
    }

    private Response answer(Offer offer, ByteRange range) {
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

    private Response body(Response.ResponseBuilder response, Offer offer, ByteRange range, long length) {
        // Opened before the status goes out, so that an absent store is an error and not half an answer.
        InputStream bytes = downloads.open(offer, range);
        StreamingOutput stream = out -> {
            try (bytes) {
                bytes.transferTo(out);
            }
        };
        return described(response, offer, length).entity(stream).build();
    }

    private static Response.ResponseBuilder described(Response.ResponseBuilder response, Offer offer, long length) {
        return guarded(response, offer)
                .type(offer.mime())
                .header(HttpHeaders.CONTENT_LENGTH, length)
                .header("Accept-Ranges", "bytes");
    }

    /** What keeps a file from acting as a page of this origin, and from being shown once it is gone or forbidden. */
    private static Response.ResponseBuilder guarded(Response.ResponseBuilder response, Offer offer) {
        return response.header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CONTENT_DISPOSITION, offer.disposition())
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                // Kept by the reader's own browser alone, and asked for again at each use.
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .header(HttpHeaders.ETAG, offer.etag());
    }
}
