package chat.tertulia.node.udp;

import java.net.InetSocketAddress;

/** Takes what a {@link UdpPort} received. */
public interface DatagramSink {
    /** The array is valid, and may be changed, during the call only. */
    void datagram(int local, InetSocketAddress remote, byte[] data, int length);
}
