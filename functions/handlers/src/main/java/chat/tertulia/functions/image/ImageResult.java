package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Decoded;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A verdict in {@code results/<fileId>.json}, the contract with the server; see docs/functions.md.
 *
 * @param state {@code done}, {@code rejected} or {@code failed}
 * @param code of a rejection or failure
 * @param message for people, of a rejection or failure
 * @param owner the delivery that failed, of a failure
 * @param sourceEtag of the upload that this verdict is about
 * @param mime of the upload, by its bytes
 * @param width of the upload as people see it, after its EXIF rotation
 * @param thumb null for an emoji
 * @param animated whether {@code full} moves
 * @param frames of the upload; {@code full} may have fewer, since those that are alike become one that lasts longer
 * @param dominantColor {@code #rrggbb}
 * @param blurHash of four by three components, https://blurha.sh
 * @param finishedAt ISO 8601 UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImageResult(
        String fileId,
        String state,
        @Nullable String code,
        @Nullable String message,
        @Nullable String owner,
        String sourceEtag,
        @Nullable String mime,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Derived full,
        @Nullable Derived thumb,
        @Nullable Boolean animated,
        @Nullable Integer frames,
        @Nullable String dominantColor,
        @Nullable String blurHash,
        @Nullable String correlationId,
        String finishedAt) {

    static final String DONE = "done";
    static final String REJECTED = "rejected";
    static final String FAILED = "failed";

    /** A picture under {@code media/}. */
    public record Derived(String key, String mime, int width, int height, long size) {}

    /** The pictures of a verdict. */
    record Pictures(Derived full, @Nullable Derived thumb) {}

    static ImageResult done(Upload upload, PictureFormat format, Decoded decoded, Pictures pictures, String now) {
        return new ImageResult(
                upload.fileId(),
                DONE,
                null,
                null,
                null,
                upload.etag(),
                format.mime(),
                decoded.source().width(),
                decoded.source().height(),
                pictures.full(),
                pictures.thumb(),
                decoded.frames() > 1,
                decoded.frames(),
                decoded.dominantColor(),
                decoded.blurHash(),
                upload.correlationId(),
                now);
    }

    static ImageResult rejected(Upload upload, RejectionCode code, @Nullable PictureFormat format, String now) {
        return without(upload, REJECTED, code, format, now);
    }

    static ImageResult failed(Upload upload, String now) {
        return without(upload, FAILED, RejectionCode.GAVE_UP, null, now);
    }

    private static ImageResult without(
            Upload upload, String state, RejectionCode code, @Nullable PictureFormat format, String now) {
        return new ImageResult(
                upload.fileId(),
                state,
                code.wire(),
                code.message(),
                state.equals(FAILED) ? upload.delivery() : null,
                upload.etag(),
                format == null ? null : format.mime(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                upload.correlationId(),
                now);
    }
}
