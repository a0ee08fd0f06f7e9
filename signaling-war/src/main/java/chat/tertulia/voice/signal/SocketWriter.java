package chat.tertulia.voice.signal;

import com.google.protobuf.ByteString;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import livekit.LivekitRtc.SignalResponse;

/** Frames of one socket, in order, written by a virtual thread of its own. A client that does not read is cut. */
final class SocketWriter implements SignalSocket {
    private static final Logger LOG = System.getLogger(SocketWriter.class.getName());
    private static final long MAX_QUEUED_BYTES = 8L << 20;

    private final Session session;
    private final BlockingQueue<Frame> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile boolean closing;

    private sealed interface Frame {
        record Data(ByteString bytes) implements Frame {}

        record Close(String why) implements Frame {}
    }

    SocketWriter(Session session) {
        this.session = session;
        Thread.ofVirtual().name("signal-writer " + session.getId()).start(this::run);
    }

    @Override
    public void send(SignalResponse message) {
        if (closing) {
            return;
        }
        ByteString bytes = message.toByteString();
        if (queuedBytes.addAndGet(bytes.size()) > MAX_QUEUED_BYTES) {
            closing = true;
            // Not through the queue: its writer is stuck with the client.
            Thread.ofVirtual().start(() -> shut("slow reader", CloseCodes.TRY_AGAIN_LATER));
            return;
        }
        queue.add(new Frame.Data(bytes));
    }

    @Override
    public void close(String why) {
        if (!closing) {
            closing = true;
            queue.add(new Frame.Close(why));
        }
    }

    /** The container says that the socket is gone. */
    void closed() {
        closing = true;
        queue.add(new Frame.Close("gone"));
    }

    private void run() {
        try {
            while (true) {
                switch (queue.take()) {
                    case Frame.Data(ByteString bytes) -> {
                        // A copy: the container wants the array behind the buffer.
                        session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes.toByteArray()));
                        queuedBytes.addAndGet(-bytes.size());
                    }
                    case Frame.Close(String why) -> {
                        shut(why, CloseCodes.NORMAL_CLOSURE);
                        return;
                    }
                }
            }
        } catch (IOException | RuntimeException broken) {
            LOG.log(Level.DEBUG, "A socket cannot be written to", broken);
            closing = true;
            shut("write failed", CloseCodes.GOING_AWAY);
        } catch (InterruptedException ended) {
            closing = true;
        }
    }

    private void shut(String why, CloseCodes code) {
        try {
            if (session.isOpen()) {
                session.close(new CloseReason(code, why));
            }
        } catch (IOException | RuntimeException gone) {
            LOG.log(Level.DEBUG, "Closing a socket that is gone already", gone);
        }
    }
}
