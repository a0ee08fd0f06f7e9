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
        @Nullable String bannerFileId,
        Role role,
        Standing standing,
        String joinedAt) {

    /** A subject is unique only within its issuer. */
    public record Identity(String issuer, String subject) {}

    Member named(String newNickname) {
        return new Member(memberId, identity, newNickname, avatarFileId, bannerFileId, role, standing, joinedAt);
    }

    Member ranked(Role newRole) {
        return new Member(memberId, identity, nickname, avatarFileId, bannerFileId, newRole, standing, joinedAt);
    }

    Member ended(Standing newStanding) {
        return new Member(memberId, identity, nickname, avatarFileId, bannerFileId, Role.MEMBER, newStanding, joinedAt);
    }

    Member pictured(@Nullable String newAvatarFileId, @Nullable String newBannerFileId) {
        return new Member(memberId, identity, nickname, newAvatarFileId, newBannerFileId, role, standing, joinedAt);
    }

    public boolean isActive() {
        return standing == Standing.ACTIVE;
    }
}
