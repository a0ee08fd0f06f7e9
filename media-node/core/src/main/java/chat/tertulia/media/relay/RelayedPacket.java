package chat.tertulia.media.relay;

import chat.tertulia.media.cache.PacketPool;

/**
 * An accepted RTP packet in clear, on its way to another part of the room. Made once and filled again and again; of whom it is at
 * what time is the matter of the {@link Neighbour}.
 */
public final class RelayedPacket {
    /** The packet tells no level. */
    public static final int NO_LEVEL = -1;

    private final byte[] bytes = new byte[PacketPool.MAX_PACKET_BYTES];
    private int length;
    private int transport;
    private int section;
    private int layer;
    private int level;
    private long stream;
    private long sequence;

    /** Whose it is: places of the publishing part. */
    public void from(int transport, int section, int layer, long stream) {
        this.transport = transport;
        this.section = section;
        this.layer = layer;
        this.stream = stream;
    }

    /**
     * Copies the packet.
     *
     * @param sequence unwrapped
     * @param level RFC 6464, or {@link #NO_LEVEL}
     */
    public void content(byte[] packet, int packetLength, long sequence, int level) {
        System.arraycopy(packet, 0, bytes, 0, packetLength);
        length = packetLength;
        this.sequence = sequence;
        this.level = level;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** The publishing transport's handle in its part. */
    public int transport() {
        return transport;
    }

    /** Its place in the transport's list of sections. */
    public int section() {
        return section;
    }

    public int layer() {
        return layer;
    }

    /** One id for one stream in all parts of the room. */
    public long stream() {
        return stream;
    }

    public long sequence() {
        return sequence;
    }

    public int level() {
        return level;
    }
}
