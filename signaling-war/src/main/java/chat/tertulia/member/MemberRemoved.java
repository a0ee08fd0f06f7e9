package chat.tertulia.member;

/**
 * Fired by CDI when a membership has ended and that is committed. Who holds something open for the member (a voice
 * session, a call) observes it and cuts it. Observers must not block and must not write to the database.
 */
public record MemberRemoved(String memberId, Standing standing) {}
