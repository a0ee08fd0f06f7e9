package chat.tertulia.node.link;

import chat.tertulia.control.Command;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.ControlMessage;
import chat.tertulia.control.Malformed;
import chat.tertulia.control.NodeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket to one signalling server: dialled, greeted, kept, and dialled anew with growing pauses for as long as the
 * process lives. Media never waits for it. One virtual thread owns the connection and is the only one that sends.
 */
public final class ControlLink implements AutoCloseable {
    /** A frame is one message; longer ones are no message of this protocol. */
    static final int LONGEST_FRAME = 1 << 20;

    private static final Logger LOG = Logger.getLogger(ControlLink.class.getName());
    private static final int OUTBOX = 16_384;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI server;
    private final String key;
    private final LinkHandler handler;
    private final LinkPace pace;
    private final HttpClient client;
    private final Thread thread;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;
    private String lastComplaint = "";

    public ControlLink(URI server, String key, LinkPace pace, LinkHandler handler) {
        this.server = server;
        this.key = key;
        this.pace = pace;
        this.handler = handler;
        this.client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        this.thread = Thread.ofVirtual().name("link").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public String server() {
        return server.toString();
    }

    public boolean isUp() {
        Connection current = connection;
        return current != null && current.greeted;
    }

    /** Dropped while the link is down: the hello and the repeated states tell what matters. */
    public void send(NodeMessage message) {
        Connection current = connection;
        if (current != null && current.greeted) {
            current.offer(message);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            var _ = thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try {
                failures = converse() ? 0 : failures + 1;
                pause(failures);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /** Returns whether the server answered at all. */
    private boolean converse() throws InterruptedException {
        Connection fresh = new Connection();
        try {
            WebSocket socket = dial(fresh);
            connection = fresh;
            fresh.keep(socket);
        } catch (ExecutionException | TimeoutException failed) {
            complain(reason(failed));
        } finally {
            connection = null;
            fresh.abort();
        }
        return fresh.welcomed;
    }

    /** Once for each kind of failure, not at every attempt. */
    private void complain(String reason) {
        LOG.log(reason.equals(lastComplaint) ? Level.FINE : Level.WARNING, "Control link: {0}", reason);
        lastComplaint = reason;
    }

    private WebSocket dial(Connection fresh) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<WebSocket> dialling = client.newWebSocketBuilder()
                .connectTimeout(CONNECT)
                .header("Authorization", "Bearer " + key)
                .buildAsync(server, fresh);
        return dialling.get(CONNECT.toMillis() + 1000, TimeUnit.MILLISECONDS);
    }

    private void pause(int failures) throws InterruptedException {
        long longest = pace.longestPause().toMillis();
        long step = Math.min(longest, pace.firstPause().toMillis() << Math.min(failures, 16));
        // Half of it by chance, so that nodes do not come back all at once.
        Thread.sleep(step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1));
    }

    /** No addresses and no key. */
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof WebSocketHandshakeException refused
                ? "refused with status " + refused.getResponse().statusCode()
                : "not reached, " + cause.getClass().getSimpleName();
    }

    /** One connection: what arrives, what is to leave, and when something was last heard. */
    private final class Connection implements WebSocket.Listener {
        private final BlockingQueue<String> outbox = new LinkedBlockingQueue<>(OUTBOX);
        private final StringBuilder frame = new StringBuilder();
        private volatile long heardNs = System.nanoTime();
        private volatile boolean greeted;
        private volatile boolean welcomed;
        private volatile boolean broken;
        private volatile @Nullable WebSocket socket;

        void offer(NodeMessage message) {
            if (!outbox.offer(ControlCodec.encode(message))) {
                end("outbox full");
            }
        }

        void keep(WebSocket open) throws InterruptedException, ExecutionException, TimeoutException {
            socket = open;
            String hello = ControlCodec.encode(handler.hello(server.toString()));
            // What is said from here on waits and follows it. The server's welcome may be quicker than this thread is
            // told that
            // the hello has left, and the states that it asks for must not be lost.
            greeted = true;
            sendText(open, hello);
            lastComplaint = "";
            LOG.log(Level.INFO, "Control link is up");
            long pingedNs = System.nanoTime();
            while (!broken && !closed && !open.isInputClosed()) {
                String next = outbox.poll(pace.ping().toNanos() / 4, TimeUnit.NANOSECONDS);
                if (next != null) {
                    sendText(open, next);
                }
                long now = System.nanoTime();
                if (now - heardNs > pace.silence().toNanos()) {
                    end("silence");
                } else if (now - pingedNs > pace.ping().toNanos()) {
                    pingedNs = now;
                    open.sendPing(ByteBuffer.allocate(0)).get(pace.silence().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }

        private void sendText(WebSocket open, String text)
                throws InterruptedException, ExecutionException, TimeoutException {
            open.sendText(text, true).get(pace.silence().toMillis(), TimeUnit.MILLISECONDS);
        }

        void abort() {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }

        private void end(String why) {
            if (!broken) {
                broken = true;
                LOG.log(Level.WARNING, "Control link ends: {0}", why);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            heardNs = System.nanoTime();
            if (frame.length() + data.length() > LONGEST_FRAME) {
                end("frame too long");
                return null;
            }
            frame.append(data);
            if (last) {
                String text = frame.toString();
                frame.setLength(0);
                message(text);
            }
            webSocket.request(1);
            return null;
        }

        private void message(String text) {
            try {
                ControlMessage message = ControlCodec.decode(text);
                if (message instanceof Command command) {
                    welcomed = true;
                    handler.handle(server.toString(), command, this::offer);
                } else {
                    end("not a command");
                }
            } catch (Malformed notOurs) {
                end("malformed message, " + notOurs.getMessage());
            }
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
            heardNs = System.nanoTime();
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
            heardNs = System.nanoTime();
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            end("closed by the server with " + statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            if (!(error instanceof IOException)) {
                // What a handler throws comes here as well, and without its stack nobody would find it.
                LOG.log(Level.SEVERE, "A bug while a command was taken", error);
            }
            end(error.getClass().getSimpleName());
        }
    }
}
