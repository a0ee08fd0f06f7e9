package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Decoded;
import chat.tertulia.functions.image.DecoderReport.Refused;
import chat.tertulia.functions.image.DecoderReport.Size;
import chat.tertulia.functions.image.Standing.Leased;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One upload. The job is named by key and etag: the bucket is asked what is there now, whatever the event said, so an
 * event may come twice, late or out of order. Who works on it holds a lease under the key of the verdict; each write there
 * goes only over what was read before, and the verdict is written last. Requests that do not need one another's answers are
 * made beside one another; no decoder begins before the lease is held, and no verdict is written before its pictures are there.
 */
final class ImageJob {
    private static final Pattern RAW_KEY = Pattern.compile("raw/([A-Za-z0-9_-]{1,128})");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bucket bucket;
    private final Decoders decoders;
    private final JobLimits limits;
    private final Clock clock;
    private final Aside aside;

    /** What became of an event. */
    sealed interface Outcome {
        /** @param detail for the log only */
        record Judged(ImageResult result, String detail) implements Outcome {}

        /** Nothing was to be done. */
        record Skipped(String why) implements Outcome {}

        /** Another delivery is at it. Should it be lost, somebody must come again: this event. */
        record Busy(String why) implements Outcome {}

        /** All attempts are used up; the event belongs to the dead letters. */
        record GivenUp(String why) implements Outcome {}
    }

    /** An upload that may be another's to judge. */
    private record Job(Upload upload, Source source, JobTrace trace) {}

    /** An upload and the lease that was written for it. */
    private record Work(Upload upload, Bucket.Text lease, int attempt, JobTrace trace) {}

    ImageJob(Bucket bucket, Decoders decoders, JobLimits limits, Clock clock, Aside aside) {
        this.bucket = bucket;
        this.decoders = decoders;
        this.limits = limits;
        this.clock = clock;
        this.aside = aside;
    }

    /**
     * @param delivery names the event, the same at each try to deliver it
     * @throws IOException when decoder, disk or bucket failed; the event is to be delivered again
     */
    Outcome run(String delivery, JobTrace trace) throws IOException, InterruptedException {
        Matcher raw = RAW_KEY.matcher(trace.key());
        if (!raw.matches()) {
            return new Outcome.Skipped("not an upload");
        }
        String fileId = raw.group(1);
        try (var result = aside.begin(() -> bucket.text(Upload.resultKey(fileId)))) {
            Optional<Bucket.Found> found = bucket.open(trace.key());
            if (found.isEmpty()) {
                return new Outcome.Skipped("the upload is gone");
            }
            Upload upload = new Upload(fileId, found.get().head(), delivery);
            trace.about(upload);
            try (Source source = new Source(aside, found.get(), limits.maxBytes())) {
                return run(new Job(upload, source, trace), result.await().orElse(null));
            }
        }
    }

    private Outcome run(Job job, Bucket.@Nullable Text seen) throws IOException, InterruptedException {
        Upload upload = job.upload();
        String delivery = upload.delivery();
        return switch (Standing.of(seen, upload.etag())) {
            case Standing.Judged _ -> new Outcome.Skipped("judged before");
            case Standing.GivenUp given when given.owner().equals(delivery) -> new Outcome.GivenUp("given up before");
            case Standing.GivenUp _, Standing.Open _ -> begin(job, seen, 1);
            case Leased lease
            when lease.keepsOff(delivery, clock.instant()) ->
                new Outcome.Busy("another delivery is at it until " + lease.until());
            case Leased lost -> begin(job, seen, lost.attempt() + 1);
        };
    }

    private Outcome begin(Job job, Bucket.@Nullable Text seen, int attempt) throws IOException, InterruptedException {
        Upload upload = job.upload();
        job.trace().number("attempt", attempt);
        if (attempt > limits.attempts()) {
            giveUp(upload, seen);
            return new Outcome.GivenUp((attempt - 1) + " attempts were lost");
        }
        Leased lease = new Leased(attempt, clock.instant().plus(limits.lease()), upload.delivery());
        Optional<Bucket.Text> written = bucket.replace(upload.resultKey(), seen, lease.json(upload));
        job.trace().ended("lease");
        if (written.isEmpty()) {
            return new Outcome.Busy("another delivery has just begun");
        }
        return attempt(new Work(upload, written.get(), attempt, job.trace()), job.source());
    }

    private Outcome attempt(Work work, Source source) throws IOException, InterruptedException {
        try {
            return judge(work, source);
        } catch (IOException | RuntimeException failure) {
            leave(work, failure);
            throw failure;
        }
    }

    /** The next try need not wait for the end of the lease; after the last one, people are told. */
    private void leave(Work work, Exception failure) {
        try {
            if (work.attempt() >= limits.attempts()) {
                giveUp(work.upload(), work.lease());
            } else {
                Leased ended =
                        new Leased(work.attempt(), Instant.EPOCH, work.upload().delivery());
                var _ = bucket.replace(work.upload().resultKey(), work.lease(), ended.json(work.upload()));
            }
        } catch (RuntimeException unreachable) {
            // The lease ends by itself.
            failure.addSuppressed(unreachable);
        }
    }

    private void giveUp(Upload upload, Bucket.@Nullable Text over) {
        var _ = bucket.replace(upload.resultKey(), over, json(ImageResult.failed(upload, now())));
    }

    private Outcome judge(Work work, Source source) throws IOException, InterruptedException {
        Optional<Path> file = source.await();
        work.trace().ended("download");
        if (file.isEmpty()) {
            String size = work.upload().head().size() + " bytes";
            return reject(work, new Refused(RejectionCode.TOO_LARGE, size), null);
        }
        Optional<PictureFormat> format = PictureFormat.of(start(file.get()));
        if (format.isEmpty()) {
            return reject(work, new Refused(RejectionCode.UNSUPPORTED_FORMAT, "unknown magic bytes"), null);
        }
        Purpose purpose = work.upload().purpose();
        return decode(work, new DecodeRequest(purpose, format.get(), limits.losslessUpTo(), file.get()));
    }

    private Outcome decode(Work work, DecodeRequest request) throws IOException, InterruptedException {
        DecoderReport report;
        try (DecoderProcess decoder = decoders.take()) {
            report = decoder.decode(request);
        }
        work.trace().ended("decode");
        try (var _ = aside.begin(decoders::prepare)) {
            return switch (report) {
                case Refused refused -> reject(work, refused, request.format());
                case Decoded decoded -> keep(work, request, decoded);
            };
        }
    }

    private Outcome keep(Work work, DecodeRequest request, Decoded decoded) throws IOException, InterruptedException {
        ImageResult.Pictures pictures;
        boolean same;
        try (var here = aside.begin(() -> isHere(work.upload()));
                var small = aside.begin(() -> thumb(work, request, decoded))) {
            String name = decoded.avif() ? Renditions.FULL_AVIF : Renditions.FULL_WEBP;
            ImageResult.Derived full = store(work, request.output(name), decoded.full());
            pictures = new ImageResult.Pictures(full, small.await().orElse(null));
            same = here.await();
        }
        work.trace().about(pictures);
        work.trace().ended("store");
        ImageResult result = ImageResult.done(work.upload(), request.format(), decoded, pictures, now());
        return finish(work, same, result, "");
    }

    private Optional<ImageResult.Derived> thumb(Work work, DecodeRequest request, Decoded decoded) throws IOException {
        return decoded.thumb() == null
                ? Optional.empty()
                : Optional.of(store(work, request.output(Renditions.THUMB), decoded.thumb()));
    }

    /** A decoder that was taken over says what it likes, and leaves what it likes: links, or no picture at all. */
    private ImageResult.Derived store(Work work, Path file, Size size) throws IOException {
        Optional<PictureFormat> format =
                Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? PictureFormat.of(start(file)) : Optional.empty();
        String mime = file.toString().endsWith(".avif") ? "image/avif" : "image/webp";
        if (format.map(PictureFormat::mime).filter(mime::equals).isEmpty()) {
            throw new IOException("The decoder left no " + mime + " as " + file.getFileName());
        }
        String key = work.upload().mediaKey(String.valueOf(file.getFileName()), work.attempt());
        bucket.upload(key, file, mime);
        return new ImageResult.Derived(key, mime, size.width(), size.height(), Files.size(file));
    }

    private Outcome reject(Work work, Refused refused, @Nullable PictureFormat format) {
        ImageResult result = ImageResult.rejected(work.upload(), refused.code(), format, now());
        return finish(work, isHere(work.upload()), result, refused.detail());
    }

    /** A verdict about what is no more would be of no use to anybody; what came after it has an event of its own. */
    private boolean isHere(Upload upload) {
        return bucket.head(upload.key())
                .filter(now -> now.etag().equals(upload.head().etag()))
                .isPresent();
    }

    private Outcome finish(Work work, boolean here, ImageResult result, String detail) {
        if (!here) {
            return new Outcome.Skipped("the upload has changed or is gone");
        }
        boolean written = bucket.replace(work.upload().resultKey(), work.lease(), json(result))
                .isPresent();
        work.trace().ended("verdict");
        return written
                ? new Outcome.Judged(result, detail)
                : new Outcome.Skipped("somebody else has judged it meanwhile");
    }

    private static String json(ImageResult result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(PictureFormat.MAGIC_LENGTH);
        }
    }
}
