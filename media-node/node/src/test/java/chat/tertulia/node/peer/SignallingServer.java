package chat.tertulia.node.peer;

import chat.tertulia.control.Command;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.Malformed;
import chat.tertulia.control.NodeMessage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The server's end of the control link: RFC 6455 as far as one text frame a message needs it, one connection at a time. */
public final class SignallingServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private final String key;
    private final List<NodeMessage> heard = new CopyOnWriteArrayList<>();
    private final Consumer<NodeMessage> ear;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Runnable interruption = () -> {};
    private volatile @Nullable Socket connection;
    private volatile boolean closed;

    private SignallingServer(ServerSocket listening, String key, @Nullable Consumer<NodeMessage> ear) {
        this.listening = listening;
        this.key = key;
        this.ear = ear == null ? heard::add : ear;
    }

    public static SignallingServer open(String key) {
        return open(key, null);
    }

    /** With an ear, messages go there and nothing is kept: a long run has many. */
    public static SignallingServer open(String key, @Nullable Consumer<NodeMessage> ear) {
        try {
            ServerSocket socket = new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1"));
            SignallingServer server = new SignallingServer(socket, key, ear);
            Thread.ofVirtual().name("signalling").start(server::accept);
            return server;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/internal/media");
    }

    public int refused() {
        return refused.get();
    }

    public int accepted() {
        return accepted.get();
    }

    /** All messages so far, oldest first. */
    public List<NodeMessage> heard() {
        return heard;
    }

    public <T extends NodeMessage> T await(String what, Class<T> type, Predicate<T> wanted) {
        Await.until(what, () -> heard.stream().anyMatch(m -> type.isInstance(m) && wanted.test(type.cast(m))));
        return heard.stream()
                .filter(m -> type.isInstance(m) && wanted.test(type.cast(m)))
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    public void send(Command command) {
        sendText(ControlCodec.encode(command));
    }

    public void sendText(String text) {
        Socket open = connection;
        if (open == null) {
            throw new IllegalStateException("No node is connected");
        }
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        write(open, frame);
    }

    /** Done after the head of each frame from now on: what follows waits for as long. */
    public void interrupt(Runnable deed) {
        interruption = deed;
    }

    /** As when the server dies. */
    public void cut() {
        Socket open = connection;
        connection = null;
        shut(open);
    }

    @Override
    public void close() {
        closed = true;
        cut();
        try {
            listening.close();
        } catch (IOException unheard) {
            throw new UncheckedIOException(unheard);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException end) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            String answer = null;
            boolean known = false;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("sec-websocket-key:")) {
                    answer = acceptKey(line.substring(line.indexOf(':') + 1).strip());
                }
                known |= line.equalsIgnoreCase("Authorization: Bearer " + key);
            }
            if (!known || answer == null) {
                refused.incrementAndGet();
                String status = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(status.getBytes(StandardCharsets.US_ASCII));
                return;
            }
            // Before the node can know that it is connected: who waits for that may send at once.
            connection = socket;
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: " + answer + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            accepted.incrementAndGet();
            read(socket, in);
        } catch (IOException | Malformed end) {
            // The test says what it misses.
        }
    }

    private void read(Socket socket, DataInputStream in) throws IOException, Malformed {
        StringBuilder text = new StringBuilder();
        while (true) {
            int head = in.readUnsignedByte();
            int size = in.readUnsignedByte() & 0x7F;
            long length = size == 126 ? in.readUnsignedShort() : size == 127 ? in.readLong() : size;
            interruption.run();
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes((int) length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            int opcode = head & 0x0F;
            if (opcode == 9) {
                ByteBuffer pong = ByteBuffer.allocate(payload.length + 2);
                write(socket, pong.put((byte) 0x8A).put((byte) payload.length).put(payload));
            } else if (opcode == 8) {
                return;
            } else if (opcode <= 1) {
                text.append(new String(payload, StandardCharsets.UTF_8));
                if ((head & 0x80) != 0) {
                    ear.accept((NodeMessage) ControlCodec.decode(text.toString()));
                    text.setLength(0);
                }
            }
        }
    }

    private static synchronized void write(Socket socket, ByteBuffer frame) {
        try {
            byte[] bytes = new byte[frame.position()];
            frame.flip().get(bytes);
            socket.getOutputStream().write(bytes);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void shut(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException unheard) {
            throw new UncheckedIOException(unheard);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String acceptKey(String sent) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((sent + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
