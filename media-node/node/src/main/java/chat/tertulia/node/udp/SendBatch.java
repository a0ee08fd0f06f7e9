package chat.tertulia.node.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one {@code sendmmsg} of one socket. Datagrams that lie one behind the other, go to one endpoint and are equally
 * long, but for the last, become one message that the kernel cuts (UDP_SEGMENT): one walk through its stack instead of
 * many. Layouts as in {@link ReceiveBatch}.
 */
final class SendBatch {
    static final int MESSAGES = 128;

    /** Sixteen full datagrams are what a path takes without a pause. */
    private static final int MOST_SEGMENTS = 16;

    /** A segment with its headers must fit the link; 1400 leaves room for IPv6 and a tunnel. */
    private static final int LARGEST_SEGMENT = 1400;

    private static final int MOST_BYTES = 60_000;
    private static final int HEADER = 64;
    private static final int VECTOR = 16;
    private static final int CONTROL = 24;
    private static final int FAILURES = 8;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final int socket;
    private final int family;
    private final PortCounters counters;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final int[] segments = new int[MESSAGES];
    private final int[] sizes = new int[MESSAGES];
    private boolean segmenting;
    private int failures;
    private int count;
    private @Nullable Endpoint to;
    private long end;
    private boolean complete;

    SendBatch(Arena arena, int socket, int family, boolean segmenting, PortCounters counters) {
        this.socket = socket;
        this.family = family;
        this.segmenting = segmenting;
        this.counters = counters;
        headers = arena.allocate((long) HEADER * MESSAGES, 8);
        names = arena.allocate((long) SocketAddresses.SPACE * MESSAGES, 8);
        vectors = arena.allocate((long) VECTOR * MESSAGES, 8);
        controls = arena.allocate((long) CONTROL * MESSAGES, 8);
        for (int i = 0; i < MESSAGES; i++) {
            long header = (long) HEADER * i;
            headers.set(LONG, header, names.address() + (long) SocketAddresses.SPACE * i);
            headers.set(LONG, header + 16, vectors.address() + (long) VECTOR * i);
            headers.set(LONG, header + 24, 1);
            headers.set(LONG, header + 32, controls.address() + (long) CONTROL * i);
            controls.set(LONG, (long) CONTROL * i, 18); // CMSG_LEN of 16 bits
            controls.set(INT, (long) CONTROL * i + 8, Libc.SOL_UDP);
            controls.set(INT, (long) CONTROL * i + 12, Libc.UDP_SEGMENT);
        }
    }

    boolean segmenting() {
        return segmenting;
    }

    boolean full() {
        return count == MESSAGES;
    }

    /** The endpoint is one that stays as it is: a run is known by its identity. */
    void add(Endpoint endpoint, long address, int length) {
        if (family == Libc.AF_INET && !endpoint.isIpv4()) {
            counters.refused(1);
            return;
        }
        int last = count - 1;
        if (joins(endpoint, address, length)) {
            segments[last]++;
            complete = length < sizes[last];
            vectors.set(LONG, (long) VECTOR * last + 8, vectors.get(LONG, (long) VECTOR * last + 8) + length);
        } else {
            begin(endpoint, address, length);
        }
        end = address + length;
    }

    private boolean joins(Endpoint endpoint, long address, int length) {
        int last = count - 1;
        return count > 0
                && segmenting
                && endpoint == to
                && address == end
                && !complete
                && length <= sizes[last]
                && sizes[last] <= LARGEST_SEGMENT
                && segments[last] < MOST_SEGMENTS
                && vectors.get(LONG, (long) VECTOR * last + 8) + length <= MOST_BYTES;
    }

    private void begin(Endpoint endpoint, long address, int length) {
        long header = (long) HEADER * count;
        int size = SocketAddresses.write(endpoint, family, names, (long) SocketAddresses.SPACE * count);
        headers.set(INT, header + 8, size);
        vectors.set(LONG, (long) VECTOR * count, address);
        vectors.set(LONG, (long) VECTOR * count + 8, length);
        segments[count] = 1;
        sizes[count] = length;
        to = endpoint;
        complete = false;
        count++;
    }

    void flush(MemorySegment state) {
        for (int i = 0; i < count; i++) {
            boolean run = segments[i] > 1;
            headers.set(LONG, (long) HEADER * i + 40, run ? CONTROL : 0);
            controls.set(ValueLayout.JAVA_SHORT, (long) CONTROL * i + 16, (short) sizes[i]);
        }
        int next = 0;
        while (next < count) {
            counters.sendCall();
            int sent = Libc.sendmmsg(state, socket, headers.address() + (long) HEADER * next, count - next);
            for (int i = 0; i < sent; i++) {
                sent(next++);
            }
            if (sent <= 0) {
                next = failed(next, Libc.errno(state));
            }
        }
        count = 0;
        to = null;
    }

    private void sent(int message) {
        counters.sent(segments[message], bytes(message));
        failures = segments[message] > 1 ? 0 : failures;
    }

    private long bytes(int message) {
        return vectors.get(LONG, (long) VECTOR * message + 8);
    }

    /** Returns the message to go on with. */
    private int failed(int message, int error) {
        if (error == Libc.EINTR) {
            return message;
        }
        if (error == Libc.EAGAIN) {
            for (int i = message; i < count; i++) {
                counters.congested(segments[i]);
            }
            return count;
        }
        if (segments[message] > 1 && (error == Libc.EIO || error == Libc.EINVAL || error == Libc.EMSGSIZE)) {
            noteRefusedRun(error);
            sendApart(message);
        } else {
            counters.refused(segments[message]);
        }
        return message + 1;
    }

    /** EIO: a device without checksums in hardware. The others may be one narrow path, or a kernel that cannot do it at all. */
    private void noteRefusedRun(int error) {
        failures++;
        if (error == Libc.EIO || failures == FAILURES) {
            segmenting = false;
        }
    }

    private void sendApart(int message) {
        long base = vectors.get(LONG, (long) VECTOR * message);
        long rest = bytes(message);
        long name = headers.get(LONG, (long) HEADER * message);
        int nameSize = headers.get(INT, (long) HEADER * message + 8);
        while (rest > 0) {
            long length = Math.min(rest, sizes[message]);
            counters.sendCall();
            if (Libc.sendto(socket, base, length, name, nameSize) == length) {
                counters.sent(1, length);
            } else {
                counters.refused(1);
            }
            base += length;
            rest -= length;
        }
    }
}
