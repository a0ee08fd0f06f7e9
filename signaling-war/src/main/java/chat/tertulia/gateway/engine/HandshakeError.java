package chat.tertulia.gateway.engine;

/** Why a request to the Engine.IO path is refused; numbers and texts are the protocol's. */
enum HandshakeError {
    UNKNOWN_TRANSPORT(0, 400, "Transport unknown"),
    UNKNOWN_SESSION(1, 400, "Session ID unknown"),
    BAD_METHOD(2, 400, "Bad handshake method"),
    BAD_REQUEST(3, 400, "Bad request"),
    FORBIDDEN(4, 403, "Forbidden"),
    UNSUPPORTED_VERSION(5, 400, "Unsupported protocol version");

    private final int code;
    private final int status;
    private final String message;

    HandshakeError(int code, int status, String message) {
        this.code = code;
        this.status = status;
        this.message = message;
    }

    int status() {
        return status;
    }

    String body() {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
