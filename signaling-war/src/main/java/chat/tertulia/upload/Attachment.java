package chat.tertulia.upload;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * A file as clients see it (docs/protocol.md §4).
 *
 * @param size bytes of what a download gives: of the full picture once there is one
 * @param code why it was rejected
 * @param dominantColor {@code #rrggbb}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Attachment(
        String fileId,
        String name,
        String mime,
        long size,
        FileState state,
        @Nullable String code,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer thumbWidth,
        @Nullable Integer thumbHeight,
        @Nullable String dominantColor) {}
