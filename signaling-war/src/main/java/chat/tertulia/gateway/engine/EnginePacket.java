package chat.tertulia.gateway.engine;

/** What a client may put into one Engine.IO packet, as decoded by {@link EngineCodec}. */
public sealed interface EnginePacket {
    record Close() implements EnginePacket {}

    /** Only the upgrade probe is a client's ping; {@code data} is then {@code probe}. */
    record Ping(String data) implements EnginePacket {}

    record Pong() implements EnginePacket {}

    record Message(String text) implements EnginePacket {}

    // The bytes are handed on, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record BinaryMessage(byte[] bytes) implements EnginePacket {}

    record Upgrade() implements EnginePacket {}

    record Noop() implements EnginePacket {}

    /** Not a packet of the protocol, or one that only a server sends. */
    record Malformed() implements EnginePacket {}
}
