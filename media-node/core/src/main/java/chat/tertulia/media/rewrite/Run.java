package chat.tertulia.media.rewrite;

/**
 * A stretch of one source stream that went out with constant offsets, without a packet in it that was dropped on purpose.
 * Everything about an outgoing packet can be computed again from its run, so nothing needs to be remembered per packet.
 */
final class Run {
    long streamId;
    long firstSource;
    /** The last that has its place; one less than the first while there is none. */
    long lastSource;

    long sequenceOffset;
    int timestampOffset;
    int pictureIdOffset;
    int tl0Offset;
    int frameNumberOffset;

    void continues(Run former) {
        streamId = former.streamId;
        sequenceOffset = former.sequenceOffset;
        timestampOffset = former.timestampOffset;
        pictureIdOffset = former.pictureIdOffset;
        tl0Offset = former.tl0Offset;
        frameNumberOffset = former.frameNumberOffset;
    }

    void startsAt(long source) {
        firstSource = source;
        lastSource = source - 1;
    }

    boolean empty() {
        return lastSource < firstSource;
    }

    boolean covers(long stream, long source) {
        return streamId == stream && source >= firstSource && source <= lastSource;
    }

    boolean sent(long out) {
        return out >= firstSource + sequenceOffset && out <= lastSource + sequenceOffset;
    }
}
