package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Decoded;
import chat.tertulia.functions.image.DecoderReport.Refused;
import chat.tertulia.functions.image.DecoderReport.Size;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One upload. The job is named by key and etag: the bucket is asked what is there now, whatever the event said, so an
 * event may come twice, late or out of order. The verdict is written last and only over the verdict that was read before.
 */
final class ImageJob {
    private static final Pattern RAW_KEY = Pattern.compile("raw/([A-Za-z0-9_-]{1,128})");
    private static final Pattern CORRELATION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final String AVIF = "image/avif";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bucket bucket;
    private final DecoderProcess decoder;
    private final long maxBytes;
    private final Clock clock;

    /** What became of an event. */
    sealed interface Outcome {
        /** @param detail for the log only */
        record Judged(ImageResult result, String detail) implements Outcome {}

        /** Nothing was to be done, or somebody else will do it. */
        record Skipped(String why) implements Outcome {}
    }

    /** The upload as it was when the job began, and the verdict that was there. */
    private record Source(String fileId, String key, Bucket.Head head, Bucket.@Nullable Text verdict) {}

    ImageJob(Bucket bucket, DecoderProcess decoder, long maxBytes, Clock clock) {
        this.bucket = bucket;
        this.decoder = decoder;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * @param key of the upload, decoded
     * @throws IOException when the decoder or the disk failed; the event is to be delivered again
     */
    Outcome run(String key) throws IOException, InterruptedException {
        Matcher raw = RAW_KEY.matcher(key);
        if (!raw.matches()) {
            return new Outcome.Skipped("not an upload");
        }
        Optional<Bucket.Head> head = bucket.head(key);
        if (head.isEmpty()) {
            return new Outcome.Skipped("the upload is gone");
        }
        Bucket.Text verdict = bucket.text(resultKey(raw.group(1))).orElse(null);
        if (verdict != null && isAbout(verdict, head.get().etag())) {
            return new Outcome.Skipped("judged before");
        }
        Path folder = Files.createTempDirectory("tertulia-image");
        try {
            return judge(new Source(raw.group(1), key, head.get(), verdict), folder);
        } finally {
            delete(folder);
        }
    }

    private Outcome judge(Source source, Path folder) throws IOException, InterruptedException {
        if (source.head().size() > maxBytes) {
            return reject(source, RejectionCode.TOO_LARGE, source.head().size() + " bytes", null);
        }
        Path file = folder.resolve("source");
        if (!bucket.download(source.key(), source.head().etag(), file)) {
            return new Outcome.Skipped("the upload has changed; its own event follows");
        }
        Optional<PictureFormat> format = PictureFormat.of(start(file));
        if (format.isEmpty()) {
            return reject(source, RejectionCode.UNSUPPORTED_FORMAT, "unknown magic bytes", null);
        }
        return switch (decoder.decode(file, folder)) {
            case Refused(RejectionCode code, String detail) -> reject(source, code, detail, format.get());
            case Decoded decoded -> keep(source, folder, format.get(), decoded);
        };
    }

    private Outcome keep(Source source, Path folder, PictureFormat format, Decoded decoded) throws IOException {
        if (changed(source)) {
            return new Outcome.Skipped("the upload has changed; its own event follows");
        }
        ImageResult.Derived full = upload(source, folder.resolve(Decoder.FULL), decoded.full());
        ImageResult.Derived thumb = upload(source, folder.resolve(Decoder.THUMB), decoded.thumb());
        ImageResult result = new ImageResult(
                source.fileId(),
                ImageResult.DONE,
                null,
                null,
                unquoted(source.head().etag()),
                format.mime(),
                decoded.source().width(),
                decoded.source().height(),
                full,
                thumb,
                decoded.dominantColor(),
                correlationId(source.head()),
                now());
        return finish(source, result, "");
    }

    private ImageResult.Derived upload(Source source, Path file, Size size) throws IOException {
        String key = "media/" + source.fileId() + "/" + file.getFileName();
        bucket.upload(key, file, AVIF);
        return new ImageResult.Derived(key, AVIF, size.width(), size.height(), Files.size(file));
    }

    private Outcome reject(Source source, RejectionCode code, String detail, @Nullable PictureFormat format) {
        ImageResult result = new ImageResult(
                source.fileId(),
                ImageResult.REJECTED,
                code.wire(),
                code.message(),
                unquoted(source.head().etag()),
                format == null ? null : format.mime(),
                null,
                null,
                null,
                null,
                null,
                correlationId(source.head()),
                now());
        return finish(source, result, detail);
    }

    private Outcome finish(Source source, ImageResult result, String detail) {
        if (changed(source)) {
            return new Outcome.Skipped("the upload has changed; its own event follows");
        }
        try {
            String json = JSON.writeValueAsString(result);
            return bucket.replace(resultKey(source.fileId()), source.verdict(), json)
                    ? new Outcome.Judged(result, detail)
                    : new Outcome.Skipped("somebody else has judged it meanwhile");
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private boolean changed(Source source) {
        return bucket.head(source.key())
                .filter(now -> now.etag().equals(source.head().etag()))
                .isEmpty();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static boolean isAbout(Bucket.Text verdict, String etag) {
        try {
            return JSON.readTree(verdict.content()).path("sourceEtag").asText().equals(unquoted(etag));
        } catch (JsonProcessingException damaged) {
            return false;
        }
    }

    private static @Nullable String correlationId(Bucket.Head head) {
        String id = head.correlationId();
        return id != null && CORRELATION_ID.matcher(id).matches() ? id : null;
    }

    private static String resultKey(String fileId) {
        return "results/" + fileId + ".json";
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(PictureFormat.MAGIC_LENGTH);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
