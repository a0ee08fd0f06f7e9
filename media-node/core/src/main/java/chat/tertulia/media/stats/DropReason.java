package chat.tertulia.media.stats;

/** Why a packet went no further. */
public enum DropReason {
    /** Not RTP or RTCP by RFC 3550, or an extension header that lies. */
    MALFORMED,
    /** No section owns the SSRC, and the packet does not say which one does. */
    UNKNOWN_SSRC,
    /** The section carries no track: not published, or no permission. */
    UNPUBLISHED,
    MUTED,
    /** A payload type that was not negotiated for the section. */
    PAYLOAD_TYPE,
    DUPLICATE,
    /** Older than the packet cache reaches. */
    TOO_LATE,
    /** Bandwidth probes on the repair stream (RFC 4588 without a payload). */
    PADDING,
    TRANSPORT_CLOSED,
    /** Waited for its turn until it was of no use. */
    CONGESTED,
    /** For another part of the room, which is behind. */
    RELAY_FULL,
}
