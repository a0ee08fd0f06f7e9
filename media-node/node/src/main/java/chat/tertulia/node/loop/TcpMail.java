package chat.tertulia.node.loop;

import chat.tertulia.node.tcp.FrameSink;
import chat.tertulia.node.tcp.TcpConnection;

/** What connections bring, posted to their loop. The server's thread calls; {@link TcpConnection#consumed} bounds what waits. */
final class TcpMail implements FrameSink {
    private final MediaLoop loop;

    TcpMail(MediaLoop loop) {
        this.loop = loop;
    }

    @Override
    public void frame(TcpConnection connection, byte[] frame) {
        loop.post(() -> {
            try {
                loop.frame(connection, frame);
            } finally {
                connection.consumed();
            }
        });
    }

    @Override
    public void closed(TcpConnection connection) {
        loop.post(() -> loop.doorway().gone(connection));
    }
}
