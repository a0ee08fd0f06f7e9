package chat.tertulia.gateway.engine;

import java.io.IOException;

/** One open WebSocket. Sending blocks until the frame is written. Owned by: the lane of its link. */
public interface Wire {
    void send(Frame frame) throws IOException;

    /** Closes with a WebSocket status code (RFC 6455 section 7.4). */
    void close(int status, String reason);
}
