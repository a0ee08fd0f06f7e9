package chat.tertulia.gateway.engine;

/** One polling request that waits for its answer. Answered once; answering does not block. */
interface Poll {
    /** @param payload the packets, or an error body when the status is not 200 */
    void answer(int status, String payload);
}
