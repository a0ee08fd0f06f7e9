package chat.tertulia.emoji;

import chat.tertulia.join.Caller;
import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Service;
import chat.tertulia.server.EmojiView;
import chat.tertulia.upload.Intake;
import chat.tertulia.upload.Purpose;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/emojis} (docs/protocol.md §5). */
@Service
@Path("/api/emojis")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"owner", "admin", "member", "guest"})
public class EmojiResource {
    private static final Rate IMPORTS = Rate.perSeconds(10, 60);
    private static final Rate CHANGES = Rate.perSeconds(60, 60);

    private final Emojis emojis;
    private final EmojiImport imports;
    private final EmojiNews news;
    private final Caller caller;
    private final RateLimits limits;

    @Inject
    public EmojiResource(Emojis emojis, EmojiImport imports, EmojiNews news, Caller caller, RateLimits limits) {
        this.emojis = emojis;
        this.imports = imports;
        this.news = news;
        this.caller = caller;
        this.limits = limits;
    }

    record All(List<EmojiView> emojis) {}

    record Results(List<EmojiImport.Result> results) {}

    record NewName(@Nullable String name) {}

    @GET
    public All all() {
        return new All(news.all());
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response add(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, InputStream body) {
        String memberId = caller.memberId();
        limits.take("emoji import " + memberId, IMPORTS);
        Intake intake = new Intake(memberId, Purpose.EMOJI, Correlation.current());
        return Response.status(Response.Status.CREATED)
                .entity(new Results(imports.add(intake, contentType, body)))
                .build();
    }

    @PATCH
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rename(@PathParam("name") String name, NewName wanted) {
        limits.take("emoji " + caller.memberId(), CHANGES);
        emojis.rename(caller.memberId(), name, wanted.name());
        return Response.noContent().build();
    }

    @DELETE
    @Path("/{name}")
    public Response delete(@PathParam("name") String name) {
        limits.take("emoji " + caller.memberId(), CHANGES);
        emojis.delete(caller.memberId(), name);
        return Response.noContent().build();
    }
}
