package chat.tertulia.media.sctp;

/** Why an association ends by our ABORT; the numbers are causes of RFC 9260 §3.3.10. */
enum Violation {
    OUT_OF_RESOURCE(4),
    NO_USER_DATA(9),
    PROTOCOL_VIOLATION(13);

    private final int cause;

    Violation(int cause) {
        this.cause = cause;
    }

    int cause() {
        return cause;
    }
}
