package chat.tertulia.gateway.engine;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One WebSocket as the container sees it. Owned by: the container, which calls one method at a time. */
public final class EngineEndpoint extends Endpoint {
    private static final Logger LOG = Logger.getLogger(EngineEndpoint.class.getName());

    private final Function<Wire, WebSocketLink> linking;
    private @Nullable WebSocketLink link;

    EngineEndpoint(Function<Wire, WebSocketLink> linking) {
        this.linking = linking;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        WebSocketLink opened = linking.apply(new SessionWire(session));
        link = opened;
        session.setMaxIdleTimeout(0);
        session.setMaxTextMessageBufferSize(opened.maxPayload());
        session.setMaxBinaryMessageBufferSize(opened.maxPayload());
        session.addMessageHandler(
                String.class, (MessageHandler.Whole<String>) text -> opened.received(EngineCodec.decode(text)));
        session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>)
                bytes -> opened.received(new EnginePacket.BinaryMessage(bytes)));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        WebSocketLink opened = link;
        if (opened != null) {
            opened.lost();
        }
    }

    @Override
    public void onError(Session session, Throwable broken) {
        LOG.log(Level.FINE, "A WebSocket broke.", broken);
        WebSocketLink opened = link;
        if (opened != null) {
            opened.lost();
        }
    }

    /**
     * Blocking sends: the container's asynchronous ones hand every frame to another thread and refuse a second while one is
     * under way.
     */
    private record SessionWire(Session session) implements Wire {
        @Override
        public void send(Frame frame) throws IOException {
            switch (frame) {
                case Frame.Text(String text) -> session.getBasicRemote().sendText(text);
                case Frame.Binary(byte[] bytes) -> session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
            }
        }

        @Override
        public void close(int status, String reason) {
            try {
                session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(status), reason));
            } catch (IOException | RuntimeException broken) {
                LOG.log(Level.FINE, "A WebSocket did not close cleanly.", broken);
            }
        }
    }
}
