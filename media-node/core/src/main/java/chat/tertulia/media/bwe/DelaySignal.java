package chat.tertulia.media.bwe;

/** What the delay of arriving groups says, draft-ietf-rmcat-gcc-02 §5.4. */
enum DelaySignal {
    NORMAL,
    /** Queues grow. */
    OVERUSE,
    /** Queues shrink. */
    UNDERUSE
}
