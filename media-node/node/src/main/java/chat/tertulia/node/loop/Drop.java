package chat.tertulia.node.loop;

/** Why a loop dropped a datagram. Counted, never logged: anyone may send anything to a UDP port. */
public enum Drop {
    /** First byte of no protocol of ours (RFC 7983). */
    UNKNOWN_PROTOCOL,
    STUN_MALFORMED,
    /** No transport has this user fragment. */
    STUN_UNKNOWN_UFRAG,
    STUN_FORGED,
    /** Over the limits of {@link Guards}, or of a peer for itself. */
    STUN_TOO_MANY,
    /** Signed, but shorter than its answer: what is real names its priority and role (RFC 8445 §7.1). */
    STUN_TOO_SHORT,
    /** A response nobody waits for, or an indication. */
    STUN_UNWANTED,
    /** From an address that never passed a connectivity check. */
    DTLS_UNVERIFIED,
    /** More than a few packets before the peer's fingerprint was known. */
    DTLS_EARLY,
    MEDIA_UNVERIFIED,
    /** Before the handshake was complete. */
    MEDIA_EARLY,
    SRTP_MALFORMED,
    SRTP_REPLAYED,
    SRTP_FORGED,
    SRTP_TOO_MANY_STREAMS,
    /** Application data beyond what may wait for the loop, or before the handshake. */
    DATA_FLOOD,
    /** To send, but the peer has no path or no keys just now. */
    OUT_NO_PATH,
    OUT_REFUSED,
    /** Would have repeated a nonce: asked for again on an SSRC without RTX, under GCM. */
    OUT_REPEATED,
    /** Application data that the association had no room for. */
    DATA_OUT_REFUSED,
    /** Handed over for a part of a room that is no more. */
    RELAY_UNKNOWN,
    /** A bug ended the peer. */
    BUG
}
