package chat.tertulia.media.data;

/** Why a data message, or what should have been one, reached nobody or one fewer. Counted, never logged. */
public enum DataDrop {
    /** No SCTP packet of this association. */
    PACKET,
    /** No DATA_CHANNEL_OPEN, one too many, or a stream that nobody opened. */
    CHANNEL,
    /** The participant may not publish data. */
    NOT_ALLOWED,
    /** No data packet of LiveKit's, or one that says two things at once. */
    MALFORMED,
    /** Of a kind that only servers send, or that is unknown. */
    FORBIDDEN_KIND,
    /** A lossy one beyond the participant's rate; reliable ones wait. */
    RATE,
    /** A reliable one that came before, sent again after a resume. */
    REPEATED,
    /** Of a data track that nobody gets. */
    TRACK,
    /** A lossy one that a slow receiver did not get. */
    SLOW_RECEIVER,
    /** Larger than the receiver takes. */
    TOO_LARGE
}
