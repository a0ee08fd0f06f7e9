package chat.tertulia.node.udp;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A port by system calls for batches (Linux): {@code recvmmsg} with UDP_GRO, {@code sendmmsg} with UDP_SEGMENT, {@code ppoll}.
 * Allocates nothing after it was opened. Owned by: one loop.
 */
final class FfmPort implements UdpPort {
    private static final int BATCH = 64;
    private static final int COALESCED_BATCH = 32;
    private static final int COALESCED = 65_536;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int SLOTS = 256 << 10;
    private static final int POLL = 8;

    /** The value that wakes; for every thread, so it lives as long as the process. */
    private static final MemorySegment ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1L);

    // Freed when nothing refers to the port any more: so no call can meet memory that is gone.
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.state(arena);
    private final MemorySegment slots = arena.allocate(SLOTS, 64);
    private final MemorySegment timeout = arena.allocate(16, 8);
    private final MemorySegment wakeups = arena.allocate(8, 8);
    private final MemorySegment polls;
    private final PortCounters counters = new PortCounters();
    private final List<InetAddress> addresses;
    private final int[] sockets;
    private final int waker;
    private final int port;
    private final ReceiveBatch receive;
    private final SendBatch[] batches;
    private final Object closing = new Object();
    private long position;
    private boolean closed;

    private FfmPort(List<InetAddress> addresses, int[] sockets, int waker, int port, boolean runs) {
        this.addresses = List.copyOf(addresses);
        this.sockets = sockets;
        this.waker = waker;
        this.port = port;
        boolean coalescing = true;
        batches = new SendBatch[sockets.length];
        for (int i = 0; i < sockets.length; i++) {
            boolean segmenting = runs && Libc.setsockopt(sockets[i], Libc.SOL_UDP, Libc.UDP_SEGMENT, 0);
            coalescing &= Libc.setsockopt(sockets[i], Libc.SOL_UDP, Libc.UDP_GRO, 1);
            batches[i] = new SendBatch(arena, sockets[i], family(addresses.get(i)), segmenting, counters);
        }
        receive = coalescing
                ? new ReceiveBatch(arena, COALESCED_BATCH, COALESCED, counters)
                : new ReceiveBatch(arena, BATCH, LONGEST, counters);
        polls = arena.allocate((long) POLL * (sockets.length + 1), 8);
        for (int i = 0; i <= sockets.length; i++) {
            polls.set(ValueLayout.JAVA_INT, (long) POLL * i, i == sockets.length ? waker : sockets[i]);
            polls.set(ValueLayout.JAVA_SHORT, (long) POLL * i + 4, Libc.POLLIN);
        }
    }

    /** Binds the port on every address; 0 takes a free one and the same number on all. */
    static FfmPort open(List<InetAddress> addresses, int port, boolean runs) throws IOException {
        List<Integer> open = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int chosen = port;
            int[] sockets = new int[addresses.size()];
            for (int i = 0; i < sockets.length; i++) {
                sockets[i] = Libc.socket(state, family(addresses.get(i)));
                open.add(sockets[i]);
                chosen = bind(arena, state, sockets[i], addresses, new InetSocketAddress(addresses.get(i), chosen));
            }
            return new FfmPort(addresses, sockets, Libc.eventfd(state), chosen, runs);
        } catch (IOException refused) {
            open.forEach(Libc::close);
            throw refused;
        }
    }

    private static int bind(
            Arena arena, MemorySegment state, int socket, List<InetAddress> all, InetSocketAddress address)
            throws IOException {
        int family = family(address.getAddress());
        boolean alone = all.stream().noneMatch(other -> other instanceof Inet4Address);
        if (family == Libc.AF_INET6) {
            // Bound to [::] alone it stands for both families, as the portable implementation does.
            var _ = Libc.setsockopt(socket, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, alone ? 0 : 1);
        }
        var _ = Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, SOCKET_BUFFER);
        var _ = Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, SOCKET_BUFFER);
        MemorySegment name = arena.allocate(SocketAddresses.SPACE, 8);
        int size = SocketAddresses.write(Endpoint.of(0, address), family, name, 0);
        Libc.bind(state, socket, name.address(), size);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SocketAddresses.SPACE);
        Libc.getsockname(state, socket, name.address(), length.address());
        return SocketAddresses.port(name, 0);
    }

    private static int family(InetAddress address) {
        return address instanceof Inet4Address ? Libc.AF_INET : Libc.AF_INET6;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<InetAddress> addresses() {
        return addresses;
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void receive(long waitNs, DatagramSink sink) {
        if (poll(sockets.length + 1L, Math.max(0, waitNs)) <= 0) {
            return;
        }
        if (ready(sockets.length)) {
            long unusedSize = Libc.read(waker, wakeups.address(), 8);
        }
        for (int i = 0; i < sockets.length; i++) {
            if (ready(i)) {
                receive.receive(sockets[i], i, sink);
            }
        }
    }

    private int poll(long descriptors, long waitNs) {
        timeout.set(ValueLayout.JAVA_LONG, 0, waitNs / 1_000_000_000);
        timeout.set(ValueLayout.JAVA_LONG, 8, waitNs % 1_000_000_000);
        return Libc.ppoll(polls.address(), descriptors, timeout.address());
    }

    @Override
    public void pause(long ns) {
        int unusedNothing = poll(0, ns);
    }

    /** Errors count as well: they are taken off the socket by a receive. */
    private boolean ready(int index) {
        return polls.get(ValueLayout.JAVA_SHORT, (long) POLL * index + 6) != 0;
    }

    @Override
    public MemorySegment slots() {
        return slots;
    }

    @Override
    public long slot() {
        if (position + LONGEST > SLOTS) {
            flush();
        }
        return position;
    }

    @Override
    public void send(Endpoint to, int length) {
        SendBatch batch = batches[to.local()];
        batch.add(to, slots.address() + position, length);
        position += length;
        if (batch.full()) {
            flush();
        }
    }

    @Override
    public void flush() {
        for (SendBatch batch : batches) {
            batch.flush(state);
        }
        position = 0;
    }

    @Override
    public void wakeup() {
        synchronized (closing) {
            if (!closed) {
                // Only ever full if nobody reads, and then it wakes anyway.
                long unusedSize = Libc.write(waker, ONE.address(), 8);
            }
        }
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            for (int socket : sockets) {
                Libc.close(socket);
            }
            Libc.close(waker);
        }
    }

    @Override
    public String toString() {
        return "FFM, " + (batches[0].segmenting() ? "with" : "without") + " segmentation";
    }
}
