package chat.tertulia.node.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What one {@code recvmmsg} brings, shared by the sockets of a port. With UDP_GRO a message may hold several datagrams of one
 * sender, of the size that a control message names; the last may be shorter.
 *
 * <pre>
 * struct mmsghdr (64 bytes): name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48, len 56
 * struct iovec (16 bytes): base 0, len 8
 * struct cmsghdr: len 0, level 8, type 12, data 16
 * </pre>
 */
final class ReceiveBatch {
    private static final int HEADER = 64;
    private static final int VECTOR = 16;
    private static final int CONTROL = 64;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final int messages;
    private final int capacity;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment data;
    private final byte[] received = new byte[UdpPort.LONGEST];
    private final Endpoint from = new Endpoint();
    private final PortCounters counters;

    ReceiveBatch(Arena arena, int messages, int capacity, PortCounters counters) {
        this.messages = messages;
        this.capacity = capacity;
        this.counters = counters;
        headers = arena.allocate((long) HEADER * messages, 8);
        names = arena.allocate((long) SocketAddresses.SPACE * messages, 8);
        controls = arena.allocate((long) CONTROL * messages, 8);
        data = arena.allocate((long) capacity * messages, 64);
        MemorySegment vectors = arena.allocate((long) VECTOR * messages, 8);
        for (int i = 0; i < messages; i++) {
            vectors.set(LONG, (long) VECTOR * i, data.address() + (long) capacity * i);
            vectors.set(LONG, (long) VECTOR * i + 8, capacity);
            long header = (long) HEADER * i;
            headers.set(LONG, header, names.address() + (long) SocketAddresses.SPACE * i);
            headers.set(LONG, header + 16, vectors.address() + (long) VECTOR * i);
            headers.set(LONG, header + 24, 1);
            headers.set(LONG, header + 32, controls.address() + (long) CONTROL * i);
            ready(header);
        }
    }

    /** The kernel writes the lengths over. */
    private void ready(long header) {
        headers.set(INT, header + 8, SocketAddresses.SPACE);
        headers.set(LONG, header + 40, CONTROL);
    }

    /** Takes one batch from the socket and hands it on. */
    void receive(int socket, int local, DatagramSink sink) {
        int count = Libc.recvmmsg(socket, headers.address(), messages);
        int datagrams = 0;
        for (int i = 0; i < count; i++) {
            SocketAddresses.read(names, (long) SocketAddresses.SPACE * i, local, from);
            datagrams += cut(i, sink);
            ready((long) HEADER * i);
        }
        if (count > 0) {
            counters.received(datagrams);
        }
    }

    private int cut(int message, DatagramSink sink) {
        long header = (long) HEADER * message;
        int length = headers.get(INT, header + 56);
        int segment = segmentSize(header, (long) CONTROL * message);
        int size = segment > 0 ? segment : Math.max(length, 1);
        int datagrams = 0;
        int at = 0;
        do {
            int piece = Math.min(Math.min(size, length - at), UdpPort.LONGEST);
            long offset = (long) capacity * message + at;
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, offset, received, 0, piece);
            sink.datagram(from, received, piece);
            datagrams++;
            at += size;
        } while (at < length);
        return datagrams;
    }

    /** 0 when the message is one datagram. */
    private int segmentSize(long header, long control) {
        boolean given = headers.get(LONG, header + 40) >= 20
                && controls.get(INT, control + 8) == Libc.SOL_UDP
                && controls.get(INT, control + 12) == Libc.UDP_GRO;
        return given ? controls.get(INT, control + 16) : 0;
    }
}
