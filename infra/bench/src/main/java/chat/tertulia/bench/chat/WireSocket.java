package chat.tertulia.bench.chat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One Socket.IO client on a bare WebSocket: blocking while it joins, handed to the {@link Crowd}'s selector afterwards.
 * Java's own client would take too much of the machine that the server is measured on.
 */
final class WireSocket implements AutoCloseable {
    private final SocketChannel channel;
    private final FrameReader frames = new FrameReader();
    private final Deque<String> texts = new ArrayDeque<>();
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);

    private WireSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects, upgrades and opens the main namespace. */
    static WireSocket open(URI base) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(base.getHost(), base.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        WireSocket socket = new WireSocket(channel);
        socket.upgrade(base);
        socket.await("0");
        socket.send("40");
        socket.await("40");
        return socket;
    }

    private void upgrade(URI base) throws IOException {
        String request = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new EOFException("The server closed during the upgrade.");
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("No upgrade: " + head.substring(0, head.indexOf("\r\n")));
        }
    }

    /** Next packet that starts so; others are dropped, pings answered. Blocking mode only. */
    String await(String prefix) throws IOException {
        while (true) {
            String text = texts.poll();
            if (text == null) {
                fill();
            } else if (text.equals("2")) {
                send("3");
            } else if (text.startsWith(prefix)) {
                return text;
            } else if (text.startsWith("42[\"server:error\"") || text.startsWith("44")) {
                throw new IOException("The server refused: " + text);
            }
        }
    }

    private void fill() throws IOException {
        if (channel.read(in.clear()) < 0) {
            throw new EOFException("The server closed.");
        }
        frames.read(in.flip(), texts::add);
    }

    /** Reads what is there without waiting; non-blocking mode only. */
    void drain(ByteBuffer shared, java.util.function.Consumer<String> onText) throws IOException {
        int got = channel.read(shared.clear());
        if (got < 0 || frames.closed()) {
            throw new EOFException("The server closed.");
        }
        if (got > 0) {
            frames.read(shared.flip(), onText);
        }
    }

    /** Sends one masked text frame (RFC 6455 §5.3). */
    void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        write(frame.flip());
    }

    private synchronized void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    SocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
