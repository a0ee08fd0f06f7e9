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

    void event(NodeEvent event);
}
