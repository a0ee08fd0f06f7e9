package chat.tertulia.media.stats;

/** What is counted; the meaning of each is with {@code RoomStats}. */
public enum Counter {
    PACKETS_IN,
    BYTES_IN,
    RTCP_IN,
    FORWARDED,
    FORWARDED_BYTES,
    RESENT,
    PROBES,
    RTCP_OUT,
    NACKS_IN,
    NACKS_OUT,
    RTX_IN,
    REPAIRED,
    KEYFRAME_REQUESTS_IN,
    KEYFRAME_REQUESTS_OUT,
    RELAYED,
}
