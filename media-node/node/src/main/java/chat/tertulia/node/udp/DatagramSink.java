package chat.tertulia.node.udp;

/** Takes what a {@link UdpPort} received. */
public interface DatagramSink {
    /** Both the endpoint and the array are valid during the call only; the array may be changed. */
    void datagram(Endpoint from, byte[] data, int length);
}
