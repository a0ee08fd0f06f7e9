package chat.tertulia.node.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.FreePort;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpServerTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] CHECK = {0, 1, 2, 3};

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Sink door = new Sink();
    private final Sink owner = new Sink();

    /** Remembers. */
    private static final class Sink implements FrameSink {
        private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
        private final List<TcpConnection> connections = new CopyOnWriteArrayList<>();
        private final List<TcpConnection> closed = new CopyOnWriteArrayList<>();
        private volatile @Nullable TcpConnection bugOn;

        @Override
        public void frame(TcpConnection connection, byte[] frame) {
            if (connection.equals(bugOn)) {
                throw new IllegalStateException("a bug on purpose");
            }
            connections.add(connection);
            frames.add(frame);
        }

        @Override
        public void closed(TcpConnection connection) {
            closed.add(connection);
        }

        byte[] next() throws InterruptedException {
            byte[] frame = frames.poll(10, TimeUnit.SECONDS);
            assertTrue(frame != null, "a frame");
            return frame == null ? new byte[0] : frame;
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private int serve(TcpServer[] made, Duration patience) throws IOException {
        int port = FreePort.next();
        TcpServer server = TcpServer.open(new TcpSetting(true, 0, 8, 8, patience));
        server.listen(List.of(LOOPBACK), port, door);
        server.start();
        open.add(server);
        made[0] = server;
        return port;
    }

    private Socket dial(int port) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        socket.setSoTimeout(10_000);
        open.add(socket);
        return socket;
    }

    private static void say(Socket socket, byte[]... frames) throws IOException {
        socket.getOutputStream().write(FrameReaderTest.stream(frames));
    }

    private TcpConnection claimed(Socket socket) throws IOException, InterruptedException {
        say(socket, CHECK);
        assertArrayEquals(CHECK, door.next());
        TcpConnection connection = door.connections.getLast();
        connection.claim(owner);
        connection.consumed();
        return connection;
    }

    @Test
    void shouldCarryFramesBothWaysOnceClaimed() throws Exception {
        Socket socket = dial(serve(new TcpServer[1], Duration.ofSeconds(30)));
        TcpConnection connection = claimed(socket);
        say(socket, new byte[] {22, 1}, new byte[] {(byte) 0x80, 2});
        assertArrayEquals(new byte[] {22, 1}, owner.next());
        assertArrayEquals(new byte[] {(byte) 0x80, 2}, owner.next());
        assertTrue(connection.send(new byte[] {9, 8, 7}, 1, 2));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertEquals(2, in.readUnsignedShort());
        assertArrayEquals(new byte[] {8, 7}, in.readNBytes(2));
        socket.close();
        Await.until("the owner hears of the end", () -> owner.closed.size() == 1);
        assertFalse(connection.send(CHECK, 0, 4));
    }

    @Test
    void shouldEndOneConnectionByABugAndServeTheOthers() throws Exception {
        int port = serve(new TcpServer[1], Duration.ofSeconds(30));
        Socket unlucky = dial(port);
        Socket lucky = dial(port);
        TcpConnection bad = claimed(unlucky);
        claimed(lucky);
        owner.bugOn = bad;
        say(unlucky, new byte[] {22, 1});
        assertEquals(-1, unlucky.getInputStream().read(), "the connection whose frame met a bug");
        say(lucky, new byte[] {22, 2});
        assertArrayEquals(new byte[] {22, 2}, owner.next());
    }

    @Test
    void shouldSendAwayWhoShowsNoSignedCheckInTime() throws Exception {
        int port = serve(new TcpServer[1], Duration.ofMillis(300));
        Socket silent = dial(port);
        Socket unsigned = dial(port);
        say(unsigned, CHECK);
        assertEquals(-1, silent.getInputStream().read());
        assertEquals(-1, unsigned.getInputStream().read());
    }

    @Test
    void shouldHearNothingButOneStunMessageOfAStranger() throws Exception {
        int port = serve(new TcpServer[1], Duration.ofSeconds(30));
        Socket dtlsFirst = dial(port);
        say(dtlsFirst, new byte[] {22, 1, 2});
        assertEquals(-1, dtlsFirst.getInputStream().read());
        Socket eager = dial(port);
        byte[] second = {0, 1, 9};
        say(eager, CHECK, second, CHECK);
        assertArrayEquals(CHECK, door.next());
        door.connections.getLast().claim(owner);
        assertArrayEquals(second, owner.next());
        Socket oversized = dial(port);
        oversized.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF, 0});
        assertEquals(-1, oversized.getInputStream().read());
        assertTrue(door.frames.isEmpty());
    }

    @Test
    void shouldBoundStrangersOfOneAddressButNotPeers() throws Exception {
        TcpServer[] server = new TcpServer[1];
        int port = serve(server, Duration.ofSeconds(30));
        claimed(dial(port));
        claimed(dial(port));
        for (int i = 0; i < 2; i++) {
            say(dial(port), CHECK);
            assertArrayEquals(CHECK, door.next());
        }
        assertEquals(-1, dial(port).getInputStream().read());
        assertEquals(1, server[0].refused());
        assertEquals(4, server[0].connections());
    }

    @Test
    void shouldDropForASlowReaderAndThenCutIt() throws Exception {
        // Also the time in which a stranger must have shown its check.
        Socket socket = dial(serve(new TcpServer[1], Duration.ofSeconds(3)));
        TcpConnection connection = claimed(socket);
        byte[] frame = new byte[1200];
        boolean dropped = false;
        // More than any kernel keeps for a reader that does not read, far less than the loop would bring about
        // unbounded.
        for (int i = 0; i < 100_000 && !dropped; i++) {
            dropped = !connection.send(frame, 0, frame.length);
        }
        assertTrue(dropped);
        Await.until("it is cut", connection::isClosed);
        Await.until("the owner hears of it", () -> owner.closed.size() == 1);
    }

    @Test
    void shouldLeaveToTheKernelWhatTheOwnerHasNotDealtWith() throws Exception {
        Socket socket = dial(serve(new TcpServer[1], Duration.ofSeconds(30)));
        TcpConnection connection = claimed(socket);
        byte[][] burst = new byte[1000][];
        Arrays.fill(burst, CHECK);
        say(socket, burst);
        for (int i = 0; i < burst.length; i++) {
            owner.next();
            connection.consumed();
        }
        assertTrue(owner.frames.isEmpty());
    }
}
