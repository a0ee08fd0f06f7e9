package chat.tertulia.media.sctp;

/** A message on its way. The payload may be shared with other associations and is never changed. */
final class OutgoingMessage {
    final OutgoingStream stream;
    final int protocol;
    final byte[] payload;
    final Reliability reliability;
    final long expiresNs;
    int sequence;
    /** Bytes that have a TSN. */
    int begun;

    boolean abandoned;

    OutgoingMessage(OutgoingStream stream, int protocol, byte[] payload, Reliability reliability, long nowNs) {
        this.stream = stream;
        this.protocol = protocol;
        this.payload = payload;
        this.reliability = reliability;
        this.expiresNs = reliability.lifetimeNs() == Reliability.FOREVER
                ? Reliability.FOREVER
                : nowNs + reliability.lifetimeNs();
    }

    int cost() {
        return payload.length + SctpSettings.OVERHEAD;
    }

    boolean allBegun() {
        return begun == payload.length;
    }

    boolean expired(long nowNs) {
        return expiresNs != Reliability.FOREVER && nowNs - expiresNs >= 0;
    }
}
