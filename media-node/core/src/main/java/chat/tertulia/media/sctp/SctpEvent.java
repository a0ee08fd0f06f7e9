package chat.tertulia.media.sctp;

/** What an association has to tell its owner. */
public sealed interface SctpEvent {
    /** The handshake is done; also after a restart by the peer, when all streams begin anew. */
    record Established(boolean restarted) implements SctpEvent {}

    /**
     * One whole message.
     *
     * @param protocol payload protocol identifier, RFC 8831 §8
     * @param payload belongs to the receiver
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each message would be waste
    record Message(int stream, int protocol, byte[] payload) implements SctpEvent {}

    /** The peer sends no more on this stream until it is used anew (RFC 6525 §4.1). */
    record IncomingReset(int stream) implements SctpEvent {}

    /** The peer has taken note that we send no more on this stream. */
    record OutgoingReset(int stream) implements SctpEvent {}

    /** The last word. */
    record Closed(Reason reason) implements SctpEvent {}

    enum Reason {
        /** Too many retransmissions in a row. */
        TIMEOUT,
        ABORTED_BY_PEER,
        SHUT_DOWN,
        /** The peer broke the protocol or a limit. */
        VIOLATION,
        /** By our own wish. */
        ABORTED
    }
}
