package chat.tertulia.join;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Payload of {@code server:joined}; without tokens after {@code session:restore}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Joined(
        @Nullable String accessToken,
        @Nullable String refreshToken,
        @Nullable Long expiresIn,
        String memberId,
        String nickname,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String avatarFileId,
        boolean isOwner,
        boolean setupRequired) {
    static final String EVENT = "server:joined";
}
