package chat.tertulia.media.rewrite;

/**
 * A stretch of one source stream that went out with constant offsets. Everything about an outgoing packet can be computed
 * again from its run, so nothing needs to be remembered per packet.
 */
final class Run {
    long streamId;
    long firstSource;
    long lastSource;
    long sequenceOffset;
    int timestampOffset;
    int pictureIdOffset;
    int tl0Offset;

    boolean covers(long stream, long source) {
        return streamId == stream && source >= firstSource && source <= lastSource;
    }

    boolean sent(long out) {
        return out >= firstSource + sequenceOffset && out <= lastSource + sequenceOffset;
    }
}
