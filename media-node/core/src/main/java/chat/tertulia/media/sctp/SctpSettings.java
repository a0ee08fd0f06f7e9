package chat.tertulia.media.sctp;

/**
 * Limits and protocol parameters of an association (RFC 9260 §16). Times are nanoseconds.
 *
 * @param peerPort RFC 8841 {@code a=sctp-port} of the peer; ours is {@link #PORT}
 * @param packetBytes largest packet; DTLS and UDP come on top
 * @param streams each way
 * @param messageBytes largest message, each way
 * @param receiveBytes what waits for a gap, for its other fragments or for its reader, overhead included
 * @param sendBytes what waits or is under way, overhead included
 * @param retransmissions of anything in a row, then the association has failed
 */
public record SctpSettings(
        int peerPort,
        int packetBytes,
        int streams,
        int messageBytes,
        int receiveBytes,
        int sendBytes,
        int retransmissions) {
    public static final int PORT = 5000;

    /** With 37 bytes of DTLS 1.2 AES-GCM a datagram stays below 1200 bytes. */
    public static final SctpSettings DEFAULT =
            new SctpSettings(PORT, 1160, 1024, 65_536, 512 * 1024, 4 * 1024 * 1024, 10);

    static final long RTO_INITIAL_NS = 1_000_000_000L;
    /** Below RFC 9260's recommended second, as in other WebRTC stacks; well above any peer's delay of its SACKs. */
    static final long RTO_MIN_NS = 400_000_000L;

    static final long RTO_MAX_NS = 10_000_000_000L;
    static final long SACK_DELAY_NS = 50_000_000L;
    static final long COOKIE_LIFE_NS = 60_000_000_000L;
    static final long HEARTBEAT_NS = 30_000_000_000L;
    /** Charged for each thing kept, so that a flood of tiny ones is bounded too. */
    static final int OVERHEAD = 64;

    public SctpSettings withPeerPort(int port) {
        return new SctpSettings(port, packetBytes, streams, messageBytes, receiveBytes, sendBytes, retransmissions);
    }

    int fragmentBytes() {
        return packetBytes - PacketFormat.HEADER - DataChunk.HEADER;
    }
}
