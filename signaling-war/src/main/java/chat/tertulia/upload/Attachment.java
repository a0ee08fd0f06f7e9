package chat.tertulia.upload;

import chat.tertulia.upload.StoredFile.Derived;
import chat.tertulia.upload.StoredFile.Rendition;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * A file as clients see it (docs/protocol.md §4).
 *
 * @param size bytes of what a download gives: of the full picture once there is one
 * @param code why it was rejected
 * @param picture null for what is no picture, or not yet one
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Attachment(
        String fileId,
        String name,
        String mime,
        long size,
        FileState state,
        @Nullable String code,
        @JsonUnwrapped @Nullable Picture picture) {

    /**
     * @param dominantColor {@code #rrggbb}
     * @param frames 1 for what does not move
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Picture(
            int width,
            int height,
            @Nullable Integer thumbWidth,
            @Nullable Integer thumbHeight,
            @Nullable String dominantColor,
            @Nullable String blurHash,
            boolean animated,
            int frames) {
        static Picture of(Derived derived) {
            Rendition full = derived.full();
            Rendition thumb = derived.thumb();
            return new Picture(
                    full.width(),
                    full.height(),
                    thumb == null ? null : thumb.width(),
                    thumb == null ? null : thumb.height(),
                    derived.look().dominantColor(),
                    derived.look().blurHash(),
                    derived.look().animated(),
                    derived.look().frames());
        }
    }
}
