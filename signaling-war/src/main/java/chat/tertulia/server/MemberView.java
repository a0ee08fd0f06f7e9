package chat.tertulia.server;

import chat.tertulia.role.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A member as other members see it.
 *
 * @param joinedAt ISO 8601 UTC with milliseconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemberView(
        String memberId,
        String nickname,
        @Nullable String avatarFileId,
        @Nullable String bannerFileId,
        Role role,
        Status status,
        String joinedAt) {
    /** Whether any connection speaks for the member just now. */
    public enum Status {
        ONLINE,
        OFFLINE;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
