package chat.tertulia.gateway.engine;

/** Why a session has ended. */
public enum CloseCause {
    /** The client said so. */
    CLIENT,
    /** The layer above said so; what was queued is still sent. */
    SERVER,
    /** The connection broke, or the client left without a word. */
    TRANSPORT,
    PING_TIMEOUT,
    /** The client does not speak the protocol. */
    PROTOCOL,
    /** The client does not read what it is sent. */
    SLOW_READER,
    /** The client sends faster than it is served. */
    FLOOD,
    SHUTDOWN
}
