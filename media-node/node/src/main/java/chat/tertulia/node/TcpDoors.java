package chat.tertulia.node;

import chat.tertulia.node.loop.MediaLoop;
import chat.tertulia.node.tcp.FrameSink;
import chat.tertulia.node.tcp.TcpConnection;
import java.util.List;

/**
 * The port that all loops share. Whose a stranger is, its first check says, and each loop knows only its own user fragments: all
 * are shown that one message, and the loop that knows it takes the connection.
 */
final class TcpDoors implements FrameSink {
    private final List<MediaLoop> loops;

    TcpDoors(List<MediaLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    @Override
    public void frame(TcpConnection connection, byte[] frame) {
        connection.shownTo(loops.size());
        loops.forEach(loop -> loop.frames().frame(connection, frame.clone()));
    }

    @Override
    public void closed(TcpConnection connection) {
        // Nobody's.
    }
}
