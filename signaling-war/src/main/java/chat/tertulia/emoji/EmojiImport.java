package chat.tertulia.emoji;

import chat.tertulia.emoji.EmojiBody.AllSent;
import chat.tertulia.emoji.EmojiBody.Sent;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.Intake;
import chat.tertulia.upload.Spool;
import chat.tertulia.upload.Spool.Spooled;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes emoji of everything that one request brought, each for itself: one that is refused keeps no other back. */
@Service
public class EmojiImport {
    /** Folders and noise included. */
    private static final int MAX_ENTRIES = 1000;

    private final EmojiBody bodies;
    private final Emojis emojis;
    private final Spool spool;
    private final ServerConfig config;

    @Inject
    public EmojiImport(EmojiBody bodies, Emojis emojis, Spool spool, ServerConfig config) {
        this.bodies = bodies;
        this.emojis = emojis;
        this.spool = spool;
        this.config = config;
    }

    /** What became of one picture: a file, or why not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            String name, @Nullable String fileId, @Nullable Failure error) {
        static Result of(String name, Refusal refusal) {
            return new Result(name, null, new Failure(refusal.code().wire(), String.valueOf(refusal.getMessage())));
        }
    }

    public record Failure(String code, String message) {}

    public List<Result> add(Intake intake, @Nullable String contentType, InputStream body) {
        emojis.requirePermission(intake.memberId());
        try (AllSent sent = bodies.read(contentType, body)) {
            List<Result> results = new ArrayList<>();
            Sent first = sent.files().getFirst();
            if (EmojiArchive.is(first.bytes().path())) {
                archive(intake, first, results);
                sent.files().subList(1, sent.files().size()).forEach(file -> results.add(add(intake, file)));
            } else {
                sent.files().forEach(file -> results.add(add(intake, file)));
            }
            return results;
        } catch (IOException broken) {
            throw Refusal.of(ErrorCode.BAD_REQUEST, "The upload broke off.");
        }
    }

    private void archive(Intake intake, Sent archive, List<Result> results) throws IOException {
        long entryBytes = config.files().emojiBytes();
        EmojiArchive.Limits limits = new EmojiArchive.Limits(
                MAX_ENTRIES, entryBytes, entryBytes * config.files().emojis());
        new EmojiArchive(
                        limits,
                        (entryName, picture) -> {
                            try (Spooled spooled = spool.take(picture)) {
                                results.add(add(intake, EmojiName.from(entryName), spooled));
                            }
                        },
                        (entryName, refusal) -> results.add(Result.of(EmojiName.from(entryName), refusal)))
                .read(archive.bytes().path());
    }

    private Result add(Intake intake, Sent file) {
        String name = file.name() == null ? EmojiName.from(file.fileName()) : file.name();
        if (file.bytes().size() > config.files().emojiBytes()) {
            return Result.of(
                    name,
                    Refusal.of(
                            ErrorCode.FILE_TOO_LARGE,
                            "An emoji takes at most " + config.files().emojiBytes() + " bytes."));
        }
        return add(intake, name, file.bytes());
    }

    private Result add(Intake intake, String name, Spooled picture) {
        try {
            return new Result(name, emojis.add(intake, name, picture).fileId(), null);
        } catch (Refusal refusal) {
            return Result.of(name, refusal);
        }
    }
}
