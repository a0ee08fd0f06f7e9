package chat.tertulia.invite;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A code that lets people in.
 *
 * @param createdBy member id
 * @param expiresAt ISO 8601 UTC, or null for never
 * @param maxUses null for any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Invite(
        String code,
        String createdBy,
        String createdAt,
        @Nullable String expiresAt,
        @Nullable Integer maxUses,
        int uses,
        String note,
        boolean revoked) {}
