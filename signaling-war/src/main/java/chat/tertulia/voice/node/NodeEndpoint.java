package chat.tertulia.voice.node;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a media node.
 *
 * <p>Owned by: the container, which calls it from one thread at a time.
 */
public final class NodeEndpoint extends Endpoint {
    private static final int MAX_FRAME = 1 << 20;
    /** Nodes send their load every few seconds. */
    private static final long IDLE_MS = 60_000;

    private final MediaNodes nodes;
    private MediaNodes.@Nullable Link link;
    private @Nullable LinkWriter writer;

    NodeEndpoint(MediaNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxTextMessageBufferSize(MAX_FRAME);
        session.setMaxBinaryMessageBufferSize(1024);
        session.setMaxIdleTimeout(IDLE_MS);
        LinkWriter out = new LinkWriter(session);
        MediaNodes.Link accepted = nodes.accept(out);
        writer = out;
        link = accepted;
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) accepted::received);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        LinkWriter out = writer;
        if (out != null) {
            out.ended();
        }
        MediaNodes.Link closed = link;
        if (closed != null) {
            closed.closed();
        }
    }

    @Override
    public void onError(Session session, Throwable cause) {
        LinkWriter out = writer;
        if (out != null) {
            out.close("socket error");
        }
    }
}
