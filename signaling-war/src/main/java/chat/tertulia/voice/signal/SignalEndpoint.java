package chat.tertulia.voice.signal;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a client.
 *
 * <p>Owned by: the container, which calls it from one thread at a time.
 */
public final class SignalEndpoint extends Endpoint {
    private static final long IDLE_MS = 60_000;

    private final RoomDirectory directory;
    private final JoinIntent intent;
    private @Nullable SocketWriter writer;
    private @Nullable Participant participant;

    SignalEndpoint(RoomDirectory directory, JoinIntent intent) {
        this.directory = directory;
        this.intent = intent;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxBinaryMessageBufferSize(SignalLimits.MAX_FRAME);
        session.setMaxTextMessageBufferSize(1024);
        session.setMaxIdleTimeout(IDLE_MS);
        SocketWriter out = new SocketWriter(session);
        writer = out;
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) frame -> received(out, frame));
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) _ -> out.close("binary frames only"));
        participant = directory.join(intent, out);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        SocketWriter out = writer;
        if (out != null) {
            out.closed();
            Participant speaker = participant;
            if (speaker != null) {
                speaker.socketClosed(out);
            }
        }
    }

    @Override
    public void onError(Session session, Throwable cause) {
        SocketWriter out = writer;
        if (out != null) {
            out.close("socket error");
        }
    }

    private void received(SocketWriter out, ByteBuffer frame) {
        Participant speaker = participant;
        if (speaker != null) {
            speaker.received(out, frame);
        }
    }
}
