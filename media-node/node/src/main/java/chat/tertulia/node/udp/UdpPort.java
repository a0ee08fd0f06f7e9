package chat.tertulia.node.udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.List;

/**
 * One UDP port number, bound on one or more local addresses. Owned by: one loop; only {@link #wakeup} and the accessors may
 * be called by others. A boundary: what is behind it decides how many datagrams a system call moves.
 */
public interface UdpPort extends AutoCloseable {
    /** Larger than any datagram WebRTC sends; longer ones that come in are cut and then fail their authentication. */
    int LONGEST = 2048;

    int port();

    /** The bound addresses; the index into this list is an {@link Endpoint}'s {@code local}. */
    List<InetAddress> addresses();

    /** Waits until a datagram is there, somebody woke it, or the time is over; then hands over what is there, bounded. */
    void receive(long waitNs, DatagramSink sink);

    /** Lets datagrams gather for so long; nothing ends it early. */
    void pause(long ns);

    /** Memory outside of the heap in which datagrams are written before they are sent; always the same. */
    MemorySegment slots();

    /** Where in {@link #slots} the next datagram begins; {@link #LONGEST} bytes are free there. May send earlier ones. */
    long slot();

    /**
     * The first bytes of the slot go to the endpoint, at the latest at the next {@link #flush}. The endpoint is a kept one: not
     * the one that a sink was shown.
     */
    void send(Endpoint to, int length);

    /** A datagram that was written elsewhere; the array is the caller's again after the call. */
    default void send(Endpoint to, byte[] data, int length) {
        if (length > LONGEST) {
            counters().refused(1);
            return;
        }
        MemorySegment.copy(data, 0, slots(), ValueLayout.JAVA_BYTE, slot(), length);
        send(to, length);
    }

    /** Everything given to {@link #send} before leaves now. */
    void flush();

    PortCounters counters();

    void wakeup();

    @Override
    void close();
}
