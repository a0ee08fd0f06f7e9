package chat.tertulia.gateway;

/**
 * Whom a connection speaks for, once it has joined.
 *
 * @param memberId the member on this server
 * @param sessionId the refresh-token family, so that one device can be cut alone
 */
public record Principal(String memberId, String sessionId) {}
