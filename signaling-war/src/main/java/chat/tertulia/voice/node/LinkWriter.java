package chat.tertulia.voice.node;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Frames to one node, in order, written by a virtual thread of its own. A node that does not read is cut. */
final class LinkWriter implements NodeWire {
    private static final Logger LOG = System.getLogger(LinkWriter.class.getName());
    private static final int MAX_QUEUED = 10_000;

    private final Session session;
    /** Empty ends the writer. */
    private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>();

    LinkWriter(Session session) {
        this.session = session;
        Thread.ofVirtual().name("node-writer " + session.getId()).start(this::run);
    }

    @Override
    public void send(String frame) {
        if (queue.size() > MAX_QUEUED) {
            close("the node does not read");
            return;
        }
        queue.add(Optional.of(frame));
    }

    @Override
    public void close(String why) {
        Thread.ofVirtual().start(() -> {
            try {
                session.close(
                        new CloseReason(CloseCodes.VIOLATED_POLICY, why.substring(0, Math.min(100, why.length()))));
            } catch (IOException | RuntimeException gone) {
                LOG.log(Level.DEBUG, "Closing a link that is gone already", gone);
            }
        });
        ended();
    }

    void ended() {
        queue.add(Optional.empty());
    }

    private void run() {
        try {
            for (Optional<String> frame = queue.take(); frame.isPresent(); frame = queue.take()) {
                session.getBasicRemote().sendText(frame.get());
            }
        } catch (IOException | RuntimeException broken) {
            close("write failed");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
