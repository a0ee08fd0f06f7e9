package chat.tertulia.node.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.peer.FreePort;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every port does, whatever is behind it. */
class UdpPortTest {
    private static final InetAddress FOUR = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress SIX = InetAddress.ofLiteral("::1");
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** What a sink was shown, kept. */
    private static final class Heard {
        private final Endpoint from;
        private final byte[] data;

        Heard(Endpoint from, byte[] data) {
            this.from = from;
            this.data = data;
        }

        Endpoint from() {
            return from;
        }

        byte[] data() {
            return data;
        }
    }

    private final List<Heard> heard = new ArrayList<>();
    private final DatagramSink sink =
            (from, data, length) -> heard.add(new Heard(from.copy(), Arrays.copyOf(data, length)));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private UdpPort port(PortIo io, InetAddress... addresses) throws IOException {
        UdpPort port = io.open(List.of(addresses), 0);
        open.add(port);
        return port;
    }

    private DatagramSocket socket(InetAddress address) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
        socket.setSoTimeout(10_000);
        open.add(socket);
        return socket;
    }

    private void hear(UdpPort port, int datagrams) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (heard.size() < datagrams) {
            assertTrue(System.nanoTime() < deadline, () -> "only " + heard.size() + " of " + datagrams + " came");
            port.receive(TimeUnit.MILLISECONDS.toNanos(100), sink);
        }
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (seed + i * 7);
        }
        return bytes;
    }

    private static void write(UdpPort port, Endpoint to, byte[] data) {
        MemorySegment.copy(data, 0, port.slots(), ValueLayout.JAVA_BYTE, port.slot(), data.length);
        port.send(to, data.length);
    }

    private static byte[] next(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryDatagramsBothWaysOnEachAddress(PortIo io) throws IOException {
        UdpPort port = port(io, FOUR, SIX);
        for (int local = 0; local < 2; local++) {
            DatagramSocket peer = socket(port.addresses().get(local));
            byte[] question = bytes(100 + local, local);
            peer.send(new DatagramPacket(
                    question,
                    question.length,
                    new InetSocketAddress(port.addresses().get(local), port.port())));
            hear(port, local + 1);
            Heard last = heard.getLast();
            assertEquals(local, last.from().local());
            assertEquals(peer.getLocalSocketAddress(), last.from().toSocketAddress());
            assertArrayEquals(question, last.data());
            byte[] answer = bytes(200, 3);
            write(port, last.from(), answer);
            port.flush();
            assertArrayEquals(answer, next(peer));
        }
        assertEquals(2, port.counters().received());
        assertEquals(2, port.counters().datagrams());
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowIpv4PeersOnASocketOfBothFamilies(PortIo io) throws IOException {
        UdpPort port = port(io, InetAddress.ofLiteral("::"));
        DatagramSocket peer = socket(FOUR);
        peer.send(new DatagramPacket(bytes(9, 1), 9, new InetSocketAddress(FOUR, port.port())));
        hear(port, 1);
        assertEquals(peer.getLocalSocketAddress(), heard.getFirst().from().toSocketAddress());
        write(port, heard.getFirst().from(), bytes(11, 2));
        port.flush();
        assertArrayEquals(bytes(11, 2), next(peer));
    }

    /** A run of equal datagrams with a shorter last one, then a longer one, then another peer, then the first again. */
    @ParameterizedTest
    @EnumSource
    void shouldKeepOrderAndBoundsOfRuns(PortIo io) throws IOException {
        UdpPort port = port(io, FOUR);
        DatagramSocket one = socket(FOUR);
        DatagramSocket other = socket(FOUR);
        Endpoint toOne = Endpoint.of(0, (InetSocketAddress) one.getLocalSocketAddress());
        Endpoint toOther = Endpoint.of(0, (InetSocketAddress) other.getLocalSocketAddress());
        int[] sizes = {1000, 1000, 1000, 999, 1000, 1001, 1300, 1300, 40, 1000};
        for (int i = 0; i < sizes.length; i++) {
            if (i == 7) {
                write(port, toOther, bytes(1300, 77));
            }
            write(port, toOne, bytes(sizes[i], i));
        }
        port.flush();
        for (int i = 0; i < sizes.length; i++) {
            assertArrayEquals(bytes(sizes[i], i), next(one), "datagram " + i);
        }
        assertArrayEquals(bytes(1300, 77), next(other));
        assertEquals(sizes.length + 1, port.counters().datagrams());
        assertEquals(Arrays.stream(sizes).sum() + 1300, port.counters().bytes());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendMoreThanItsMemoryHolds(PortIo io) throws IOException {
        UdpPort port = port(io, FOUR);
        DatagramSocket peer = socket(FOUR);
        peer.setReceiveBufferSize(8 << 20);
        Endpoint to = Endpoint.of(0, (InetSocketAddress) peer.getLocalSocketAddress());
        int count = 150;
        for (int i = 0; i < count; i++) {
            write(port, to, bytes(i % 3 == 0 ? 1200 : 1100, i));
            if (i % 10 == 9) {
                port.flush();
                for (int k = i - 9; k <= i; k++) {
                    assertArrayEquals(bytes(k % 3 == 0 ? 1200 : 1100, k), next(peer));
                }
            }
        }
        assertEquals(count, port.counters().datagrams());
        for (int i = 0; i < 400; i++) {
            write(port, to, bytes(2000, i));
        }
        port.flush();
        long told = port.counters().datagrams() + port.counters().congested();
        assertEquals(count + 400, told);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountWhatCannotBeSent(PortIo io) throws IOException {
        UdpPort port = port(io, FOUR);
        DatagramSocket peer = socket(FOUR);
        Endpoint nowhere = Endpoint.of(0, new InetSocketAddress(FOUR, 0));
        Endpoint foreign = Endpoint.of(0, new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 9));
        Endpoint to = Endpoint.of(0, (InetSocketAddress) peer.getLocalSocketAddress());
        write(port, nowhere, bytes(10, 1));
        write(port, foreign, bytes(10, 2));
        port.send(to, new byte[UdpPort.LONGEST + 1], UdpPort.LONGEST + 1);
        write(port, to, bytes(10, 3));
        port.flush();
        assertArrayEquals(bytes(10, 3), next(peer), "what came after is not lost");
        assertEquals(3, port.counters().refused());
        assertEquals(1, port.counters().datagrams());
    }

    /** Empty ones as well; too long ones are cut, and what follows them is whole. */
    @ParameterizedTest
    @EnumSource
    void shouldSurviveDatagramsOfAnyLength(PortIo io) throws IOException {
        UdpPort port = port(io, FOUR);
        DatagramSocket peer = socket(FOUR);
        int[] sizes = {0, 1, UdpPort.LONGEST, 5000, 20_000, 12};
        for (int size : sizes) {
            peer.send(new DatagramPacket(bytes(size, 5), size, new InetSocketAddress(FOUR, port.port())));
        }
        hear(port, sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            assertEquals(Math.min(sizes[i], UdpPort.LONGEST), heard.get(i).data().length);
        }
        assertArrayEquals(bytes(12, 5), heard.getLast().data());
    }

    /** One port sends runs to another: the kernel hands them over whole where it can, and they are cut again. */
    @ParameterizedTest
    @EnumSource
    void shouldCutWhatTheKernelCoalesced(PortIo io) throws IOException {
        UdpPort sender = port(PortIo.AUTO, FOUR);
        UdpPort port = port(io, FOUR);
        Endpoint to = Endpoint.of(0, new InetSocketAddress(FOUR, port.port()));
        int[] sizes = {1000, 1000, 1000, 1000, 700, 60, 60, 60, 60, 60, 3};
        for (int i = 0; i < sizes.length; i++) {
            write(sender, to, bytes(sizes[i], i));
        }
        sender.flush();
        hear(port, sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            assertArrayEquals(bytes(sizes[i], i), heard.get(i).data(), "datagram " + i);
            assertEquals(sender.port(), heard.get(i).from().port());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWakeUpWhenAskedTo(PortIo io) throws Exception {
        UdpPort port = port(io, FOUR);
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Long> waited = new CompletableFuture<>();
        Thread loop = Thread.ofPlatform().start(() -> {
            long before = System.nanoTime();
            waiting.countDown();
            port.receive(TimeUnit.SECONDS.toNanos(60), sink);
            waited.complete(System.nanoTime() - before);
        });
        waiting.await();
        port.wakeup();
        assertTrue(waited.get(30, TimeUnit.SECONDS) < TimeUnit.SECONDS.toNanos(60));
        loop.join();
        assertTrue(heard.isEmpty());
        // What woke it is used up: the next wait is a wait.
        long before = System.nanoTime();
        port.receive(TimeUnit.MILLISECONDS.toNanos(30), sink);
        assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(25));
    }

    /** The owner closes; others may still try to wake it, and nobody else's descriptor is written to. */
    @ParameterizedTest
    @EnumSource
    void shouldEndWhenItsOwnerIsWoken(PortIo io) throws Exception {
        UdpPort port = io.open(List.of(FOUR), FreePort.next());
        open.add(port);
        Thread loop = Thread.ofPlatform().start(() -> {
            port.receive(TimeUnit.SECONDS.toNanos(60), sink);
            port.close();
        });
        port.wakeup();
        loop.join(30_000);
        assertFalse(loop.isAlive());
        port.wakeup();
        port.close();
        try (UdpPort again = io.open(List.of(FOUR), port.port())) {
            assertEquals(port.port(), again.port());
        }
    }
}
