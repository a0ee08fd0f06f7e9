package chat.tertulia.token;

/** What became of a refresh token that was shown. Each of them is committed; who refuses, refuses afterwards. */
public sealed interface Rotation {
    /** @param token takes the place of the one that was shown */
    record Rotated(String familyId, String subject, String token) implements Rotation {}

    /** Never issued, expired, or of a family that was revoked before. */
    record Unknown() implements Rotation {}

    /** Came a second time: somebody else has it too. The family has been revoked. */
    record Reused(String familyId, String subject) implements Rotation {}
}
