package chat.tertulia.emoji;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.upload.MultipartBody;
import chat.tertulia.upload.Spool;
import chat.tertulia.upload.Spool.Spooled;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code POST /api/emojis}: pictures with their names, or an archive of pictures, into the spool. */
@Service
public class EmojiBody {
    /** Two parts a picture. */
    private static final int MAX_PARTS = 400;

    private static final int MAX_NAME_BYTES = 200;

    private final Spool spool;
    private final long archiveBytes;
    private final long pictureBytes;

    @Inject
    public EmojiBody(Spool spool, ServerConfig config) {
        this.spool = spool;
        this.archiveBytes = config.files().uploadBytes();
        this.pictureBytes = config.files().emojiBytes();
    }

    /** One file as it came; closing removes it. */
    record Sent(Spooled bytes, String fileName, @Nullable String name) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /** Everything that was sent. */
    record AllSent(List<Sent> files) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (Sent file : files) {
                file.close();
            }
        }
    }

    /** The n-th name is that of the n-th file, wherever the two stand. */
    AllSent read(@Nullable String contentType, InputStream bytes) throws IOException {
        MultipartBody body = MultipartBody.of(contentType, bytes, MAX_PARTS);
        List<Sent> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean whole = false;
        try {
            while (body.next()) {
                take(body, files, names);
            }
            whole = true;
        } finally {
            if (!whole) {
                new AllSent(files).close();
            }
        }
        return new AllSent(named(files, names));
    }

    private void take(MultipartBody body, List<Sent> files, List<String> names) throws IOException {
        if (body.name().equals("name")) {
            names.add(body.text(MAX_NAME_BYTES).strip());
        } else if (body.name().equals("file")) {
            // Only the first may be an archive, so that one request brings one archive at most.
            Spooled spooled = spool.take(body, files.isEmpty() ? archiveBytes : pictureBytes);
            files.add(new Sent(spooled, body.fileName(), null));
        }
    }

    private static List<Sent> named(List<Sent> files, List<String> names) throws IOException {
        if (files.isEmpty() || names.size() > files.size()) {
            new AllSent(files).close();
            throw files.isEmpty()
                    ? Refusal.field("file", "The body has no part of this name.")
                    : Refusal.of(ErrorCode.BAD_REQUEST, "There are more names than files.");
        }
        List<Sent> named = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Sent file = files.get(i);
            named.add(new Sent(file.bytes(), file.fileName(), i < names.size() ? names.get(i) : null));
        }
        return named;
    }
}
