package chat.tertulia.media.data;

import chat.tertulia.media.rtp.NetworkOrder;

/**
 * A packet of a data track, as LiveKit's clients write it. Only the handle is read and written here; the rest is between the clients.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V = 0|mar|X| 0 |       0       |            handle             |
 * |           sequence            |         frame number          |
 * |                           timestamp                           |
 * </pre>
 */
final class TrackPacket {
    static final int HEADER_BYTES = 12;
    /** Another version is another header, in which we could write anywhere. */
    private static final int VERSION_MASK = 0xe0;

    private static final int HANDLE = 2;

    private TrackPacket() {}

    /** The track's handle, or 0 for what is no such packet. */
    static int handle(byte[] packet) {
        boolean readable = packet.length >= HEADER_BYTES && (packet[0] & VERSION_MASK) == 0;
        return readable ? NetworkOrder.u16(packet, HANDLE) : 0;
    }

    static byte[] withHandle(byte[] packet, int handle) {
        byte[] copy = packet.clone();
        copy[HANDLE] = (byte) (handle >> 8);
        copy[HANDLE + 1] = (byte) handle;
        return copy;
    }
}
