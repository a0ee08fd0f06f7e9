package chat.tertulia.member;

import chat.tertulia.role.Role;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is, or was, of this server.
 *
 * @param identity whom certificates prove
 * @param joinedAt ISO 8601 UTC, of the latest admission
 */
public record Member(
        String memberId,
        Identity identity,
        String nickname,
        @Nullable String avatarFileId,
        Role role,
        Standing standing,
        String joinedAt) {

    /** A subject is unique only within its issuer. */
    public record Identity(String issuer, String subject) {}

    public boolean isActive() {
        return standing == Standing.ACTIVE;
    }
}
