package chat.tertulia.functions.image;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * {@code results/<fileId>.json}, the contract with the server; see docs/protocol.md §8.
 *
 * @param state {@code done} or {@code rejected}
 * @param code of a rejection
 * @param message for people, of a rejection
 * @param sourceEtag of the upload that this verdict is about
 * @param mime of the upload, by its bytes
 * @param width of the upload as people see it, after its EXIF rotation
 * @param dominantColor {@code #rrggbb}
 * @param finishedAt ISO 8601 UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImageResult(
        String fileId,
        String state,
        @Nullable String code,
        @Nullable String message,
        String sourceEtag,
        @Nullable String mime,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Derived full,
        @Nullable Derived thumb,
        @Nullable String dominantColor,
        @Nullable String correlationId,
        String finishedAt) {

    static final String DONE = "done";
    static final String REJECTED = "rejected";

    /** A picture under {@code media/}. */
    public record Derived(String key, String mime, int width, int height, long size) {}
}
