package chat.tertulia.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The server as members see it.
 *
 * @param setupRequired whether nobody owns it yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServerView(
        String id,
        String name,
        String description,
        @Nullable String iconFileId,
        boolean setupRequired) {}
