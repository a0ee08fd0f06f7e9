package chat.tertulia.node.udp;

import java.net.InetAddress;
import java.util.List;

/**
 * One UDP port number, bound on one or more local addresses. Owned by: one loop; only {@link #wakeup} and the accessors may
 * be called by others. A boundary: what is behind it decides how many datagrams a system call moves.
 */
public interface UdpPort extends AutoCloseable {
    int port();

    /** The bound addresses; the index into this list is the {@code local} of the other methods. */
    List<InetAddress> addresses();

    /** Waits until a datagram is there, somebody woke it, or the time is over; then hands over what is there, bounded. */
    void receive(long waitNs, DatagramSink sink);

    /** The array is the caller's again after the call. Returns false when the datagram was not taken. */
    boolean send(Endpoint to, byte[] data, int offset, int length);

    /** Everything given to {@link #send} before leaves now. */
    void flush();

    void wakeup();

    @Override
    void close();
}
