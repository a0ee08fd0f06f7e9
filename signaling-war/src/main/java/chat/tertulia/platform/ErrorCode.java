package chat.tertulia.platform;

/**
 * Every error that this server tells a client, on REST and sockets alike. The wire form is the lower-case name; it is a
 * promise: a code may be added, never renamed. docs/protocol.md lists them, a test holds the two together.
 */
public enum ErrorCode {
    /** The body or frame is not what the protocol says: not JSON, wrong types, a missing field. */
    BAD_REQUEST(400),
    /** A named field has a value that is out of bounds; {@code field} names it. */
    INVALID_FIELD(400),
    TOO_LARGE(413),
    UNKNOWN_EVENT(400),
    RATE_LIMITED(429),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    UNSUPPORTED_MEDIA_TYPE(415),
    /** Something broke here; the correlation id is in the server's log. */
    INTERNAL(500),
    /** A part that the request needs (object store, media node) is not there just now. */
    UNAVAILABLE(503),

    /** No token, or one that does not verify. */
    UNAUTHENTICATED(401),
    TOKEN_EXPIRED(401),
    FORBIDDEN(403),
    /** The socket has not joined the server yet. */
    JOIN_REQUIRED(401),

    USERNAME_TAKEN(409),
    BAD_CREDENTIALS(401),
    REGISTRATION_CLOSED(403),
    REFRESH_TOKEN_INVALID(401),
    /** A refresh token came twice; its whole family is revoked. */
    REFRESH_TOKEN_REUSED(401),

    CHALLENGE_EXPIRED(401),
    CERTIFICATE_REJECTED(401),
    ASSERTION_REJECTED(401),
    NONCE_MISMATCH(401),
    /** Refused without a reason on purpose, for example a banned identity. */
    JOIN_REFUSED(403),
    INVITE_REQUIRED(403),
    INVALID_INVITE(403),
    INVALID_OWNER_LINK(403),

    /** The identity may not do this to somebody of equal or higher rank. */
    OUTRANKED(403),
    VOICE_FULL(409),
    CONFLICT(409),

    FILE_TOO_LARGE(413),
    /** The member, or the whole server, keeps as much as it may; {@code used} and {@code limit} say how much that is. */
    QUOTA_EXCEEDED(413),
    FILE_REJECTED(422);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** HTTP status that carries this code. */
    public int status() {
        return status;
    }

    /** The name on the wire, for example {@code rate_limited}. */
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
