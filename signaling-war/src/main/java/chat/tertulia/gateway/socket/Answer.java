package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.engine.Frame;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** The acknowledgement of one event, if its sender asked for one. */
public final class Answer {
    private final Socket socket;
    private final long id;

    Answer(Socket socket, long id) {
        this.socket = socket;
        this.id = id;
    }

    public boolean isWanted() {
        return id != SocketPacket.NO_ID;
    }

    /** Answers with one argument, given as JSON text. */
    public void send(String json) {
        if (isWanted()) {
            String prefix = SocketCodec.prefix('3', 0, socket.namespace(), id);
            socket.send(List.of(Frame.message(prefix + "[" + json + "]")));
        }
    }

    /** Answers with any arguments, binary ones among them. */
    public void send(ArrayNode arguments) {
        if (isWanted()) {
            List<byte[]> binary = new ArrayList<>();
            String json = Attachments.extract(arguments, binary).toString();
            List<Frame> frames = new ArrayList<>();
            frames.add(Frame.message(SocketCodec.prefix('3', binary.size(), socket.namespace(), id) + json));
            binary.forEach(bytes -> frames.add(Frame.message(bytes)));
            socket.send(frames);
        }
    }
}
