package chat.tertulia.media;

import chat.tertulia.control.NodeEvent;

/** Where a {@link Room} puts what it has to say. Called from {@link Room#drain} only. */
public interface RoomOutput {
    /**
     * A plaintext packet to be protected and sent. The array is valid during the call only.
     *
     * @param transport handle from {@link Room#openTransport}
     * @param rtcp which of the two SRTP transforms applies
     */
    void transmit(int transport, byte[] packet, int offset, int length, boolean rtcp);

    /**
     * A packet of the transport's SCTP association, to go out as DTLS application data (RFC 8261). The array is valid during
     * the call only. An output without data channels drops it: SCTP takes that as loss.
     */
    default void transmitData(int transport, byte[] packet, int offset, int length) {}

    void event(NodeEvent event);
}
