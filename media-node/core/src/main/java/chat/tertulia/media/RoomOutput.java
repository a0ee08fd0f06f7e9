package chat.tertulia.media;

import chat.tertulia.control.NodeEvent;
import chat.tertulia.media.rewrite.PlainPacket;

/** Where a {@link Room} puts what it has to say. Called from {@link Room#drain} only. */
public interface RoomOutput {
    /**
     * An RTP packet in clear, to be protected and sent; valid during the call only.
     *
     * @param transport handle from {@link Room#openTransport}
     */
    void transmit(int transport, PlainPacket packet);

    /**
     * An RTP packet that was transmitted before and kept ({@link PlainPacket#place}) goes out once more, as it was to the last
     * byte: protecting it again would use its SRTP index twice. An output that keeps nothing drops it.
     */
    default void repeat(int transport, int place) {}

    /** An RTCP compound in clear, likewise. */
    void transmitRtcp(int transport, byte[] packet, int offset, int length);

    /**
     * A packet of the transport's SCTP association, to go out as DTLS application data (RFC 8261). The array is valid during
     * the call only. An output without data channels drops it: SCTP takes that as loss.
     */
    default void transmitData(int transport, byte[] packet, int offset, int length) {}

    void event(NodeEvent event);
}
